import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { FinetuneConfig } from '#contracts';
import { tf } from '#engine';
import { runAlone } from '#jobs';
import { disposeModel, readModel } from '#models';
import { trainArtifact } from '#training';
import operation from './index.js';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-checkpoint-'));
  const [output, work] = ['trained', 'work'].map((name) => join(base, name));
  for (const folder of [output, work]) await mkdir(folder);
  await fixtures()(async ({ model, dataset }) => {
    const config = Object.assign(new FinetuneConfig(), {
      stop: { steps: 4 },
      batch_sentences: 8,
      checkpoints: { steps: [2, 9] },
    });
    const recipe = {
      operation: 'model.finetune',
      version: 1,
      config: { checkpoints: { steps: [2, 9] } },
      inputs: {},
      seed: 1,
    };
    const signal = new AbortController().signal;
    const quiet = { progress: () => {}, log: () => {} };
    const job = { model, dataset, objective: 'task', config, seed: 1, work, output, recipe, signal };
    await trainArtifact({ ...job, ...quiet });
  });
});
afterAll(() => rm(base, { recursive: true }));

async function take(config: Record<string, unknown>) {
  const folder = await mkdtemp(join(base, 'taken-'));
  const before = tf.memory().numTensors;
  const inputs = { model: join(base, 'trained') };
  const result = await runAlone(operation, { inputs, config, output: folder, work: base });
  expect(tf.memory().numTensors).toBe(before);
  return { folder, result };
}

it('is a model of its own, whose history and cost end where it was kept', async () => {
  const { folder, result } = await take({ steps: 2 });
  expect(result.summary).toMatchObject({ steps: 2, parameters: expect.any(Number), tokens: expect.any(Number) });
  const [taken, kept] = [await readModel(folder), await readModel(join(base, 'trained/checkpoints/steps-2'))];
  for (const [name, { value }] of kept.parameters) {
    expect([...taken.parameters.get(name)!.value.dataSync()]).toEqual([...value.dataSync()]);
  }
  [taken, kept].forEach(disposeModel);
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));
  expect(await read('training.json')).toMatchObject({ steps: 2 });
  expect((await read('lineage.json')).map((each: { operation: string }) => each.operation)).toEqual([
    'model.finetune',
    'model.checkpoint',
  ]);
});

it.each([
  ['what the training did not keep', { steps: 3 }, 'CONFIG_WRONG_VALUE', 'keeps only steps-2'],
  ['what it did not come to', { steps: 9 }, 'CHECKPOINT_MISSING', 'ended before steps-9'],
  ['neither steps nor seconds', {}, 'CONFIG_WRONG_VALUE', 'one of steps and seconds'],
  ['both', { steps: 2, seconds: 2 }, 'CONFIG_WRONG_VALUE', 'one of steps and seconds'],
])('refuses %s', async (_, config, code, message) => {
  await expect(take(config)).rejects.toMatchObject({ code, message: expect.stringContaining(message) });
});
