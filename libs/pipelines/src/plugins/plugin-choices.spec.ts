import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import type { ChoosePlugin } from '#jobs';
import { rememberChoices } from './plugin-choices.js';

it('choices are remembered for one build, and asked for again in another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-choices-'));
  try {
    const file = join(folder, 'choices.json');
    let asked = 0;
    const choose: ChoosePlugin = async (id, config) => {
      asked += 1;
      return {
        id,
        version: '1',
        kind: 'pruning',
        service: 'pruning',
        config: config as Record<string, unknown>,
        needs: [],
        warnings: [],
      };
    };
    const first = rememberChoices(file, 'one', choose);
    const choice = await first.choose('p', { a: 1 }, '');
    expect(await first.choose('p', { a: 1 }, '')).toEqual(choice);
    await first.save();
    expect(await rememberChoices(file, 'one', choose).choose('p', { a: 1 }, '')).toEqual(choice);
    expect(asked).toBe(1);
    await rememberChoices(file, 'one', choose).choose('p', { a: 2 }, '');
    await rememberChoices(file, 'two', choose).choose('p', { a: 1 }, '');
    await rememberChoices(file, undefined, choose).choose('p', { a: 1 }, '');
    expect(asked).toBe(4);
  } finally {
    await rm(folder, { recursive: true });
  }
});
