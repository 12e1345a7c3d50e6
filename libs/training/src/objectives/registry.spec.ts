import { readdirSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { OBJECTIVES } from '#fit';
import { computedObjective } from './registry.js';

const folders = readdirSync(new URL('./', import.meta.url), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== 'fixtures')
  .map(({ name }) => name);

it('every folder computes an objective that is declared', async () => {
  expect(folders.length).toBeGreaterThan(0);
  expect(OBJECTIVES.map(({ id }) => id)).toEqual(expect.arrayContaining(folders));
  for (const name of folders) expect(await computedObjective(name)).toBeInstanceOf(Function);
});

it('an objective is found in a folder that was put there, and one without a folder has the loss of its head', async () => {
  const fixtures = new URL('./fixtures/', import.meta.url);
  expect(await computedObjective('told-apart', fixtures)).toBeInstanceOf(Function);
  expect(await computedObjective('masked-lm')).toBeUndefined();
});
