import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFolderStore, recipeId } from '#artifacts';
import { existing } from './dispatch.js';
import { openRun } from './run.js';

it('takes of a fresh run only what was made since it began, also after a restart that forgot it, and nothing made of what is another now', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-dispatch-'));
  const store = await openFolderStore(home);
  const recipe = { operation: 'evaluate.texts', version: 1, config: {}, inputs: {}, seed: 1 };
  const artifact = recipeId(recipe);
  const made = { kind: 'scores', recipe, seconds: 1, summary: { bleu: 7 }, environment: {} } as const;
  const job = {
    name: 'a',
    operation: 'evaluate.texts',
    service: 'evaluation',
    artifact,
    needs: [],
    inputs: {},
    config: {},
    seed: 1,
  };
  const runFrom = (started: string, fresh: boolean) =>
    openRun(
      { run: 'r-1', name: 'r', title: 'R', started, seed: 1, compare: [], fresh },
      [job as never],
      [{ status: 'waiting', cached: false }],
    );
  await store.commit(await store.stage(artifact), made);
  const [before, after] = ['2026-01-01T00:00:00.000Z', '2999-01-01T00:00:00.000Z'];

  expect(await existing(runFrom(before, true), 0, store)).toMatchObject({ status: 'completed', summary: { bleu: 7 } });
  expect(await existing(runFrom(after, false), 0, store)).toMatchObject({ status: 'completed' });
  expect(await existing(runFrom(after, true), 0, store)).toBeUndefined();
  expect(await store.has(artifact)).toBe(false);

  const input = { ...made, recipe: { ...recipe, seed: 2 } };
  const inputId = recipeId(input.recipe);
  await store.commit(await store.stage(inputId), input);
  await store.commit(await store.stage(artifact), { ...made, madeFrom: { [inputId]: 'of another content' } });
  expect(await existing(runFrom(after, false), 0, store)).toBeUndefined();
  expect(await store.has(artifact)).toBe(false);
  await rm(home, { recursive: true, maxRetries: 20 });
});
