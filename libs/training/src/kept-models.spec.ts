import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from '@jest/globals';
import { tf } from '#engine';
import { disposeModel, readModel } from '#models';
import { digest, finetuneConfig, tinyTraining } from './fixtures/tiny-training.js';
import { copyKept, writeKept } from './kept-models.js';
import { train } from './train.js';
import type { TrainingResult } from './training.js';
import { trainArtifact } from './train-artifact.js';

const { model, dataset, tuning, dispose } = await tinyTraining();
afterAll(dispose);

let base: string;
beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-kept-'));
});
afterEach(() => rm(base, { recursive: true }));

const constant = { schedule: 'constant', warmup: 0 } as const;
const recipe = { operation: 'model.finetune', version: 1, config: {}, inputs: {}, seed: 7 };

/** Digests of the models that a training keeps, by name. */
async function keptBy(request: Parameters<typeof tuning>[0]) {
  const found = new Map<string, { readonly bits: string; readonly at: TrainingResult }>();
  const keepModel = async (name: string, at: TrainingResult) => void found.set(name, { bits: digest(at.model), at });
  const result = await train(tuning({ ...request, keepModel }));
  const last = digest(result.model);
  disposeModel(result.model);
  return { found, last, result };
}

it('are the models of trainings that ended then, where the rate does not depend on the end', async () => {
  const before = tf.memory().numTensors;
  const config = finetuneConfig({ steps: 8 }, { ...constant, checkpoints: { steps: [3, 8] } as never });
  const { found, last, result } = await keptBy({ config });
  const short = await train(tuning({ config: finetuneConfig({ steps: 3 }, constant) }));
  expect(found.get('steps-3')?.bits).toBe(digest(short.model));
  disposeModel(short.model);
  expect(found.get('steps-8')?.bits).toBe(last);
  expect(result.kept).toEqual(['steps-3', 'steps-8']);
  expect(found.get('steps-3')?.at).toMatchObject({ steps: 3, history: expect.anything() });
  expect(found.get('steps-3')?.at.history.at(-1)).toMatchObject({ step: 3 });
  expect(tf.memory().numTensors).toBe(before);
});

it('are kept once, though a training is stopped and goes on from before or after', async () => {
  const config = finetuneConfig(
    { steps: 8 },
    { ...constant, checkpoints: { steps: [3, 5] } as never, checkpoint_seconds: 0 as never },
  );
  const whole = await keptBy({ config });
  for (const stopAt of [2, 4]) {
    const work = await mkdtemp(join(base, 'work-'));
    const controller = new AbortController();
    const hooks = { afterStep: (step: number) => (step === stopAt ? controller.abort() : undefined) };
    await expect(keptBy({ config, work, signal: controller.signal, hooks })).rejects.toMatchObject({
      code: 'JOB_CANCELLED',
    });
    const rest = await keptBy({ config, work });
    expect([...rest.found.keys()]).toEqual(stopAt === 2 ? ['steps-3', 'steps-5'] : ['steps-5']);
    expect(rest.found.get('steps-5')?.bits).toBe(whole.found.get('steps-5')?.bits);
    expect(rest.result.kept).toEqual(['steps-3', 'steps-5']);
  }
});

it('lie in folders of the artifact, with a lineage and a history that end then', async () => {
  const [output, work] = [join(base, 'output'), join(base, 'work')];
  for (const folder of [output, work]) await mkdir(folder);
  const config = finetuneConfig({ steps: 6 }, { checkpoints: { steps: [2, 9], seconds: [0.0001] } as never });
  const job = { model, dataset, objective: 'task', config, seed: 7, work, output, recipe };
  const copy = {
    ...model,
    parameters: new Map([...model.parameters].map(([name, each]) => [name, { ...each, value: each.value.clone() }])),
  };
  await trainArtifact({ ...job, model: copy, signal: new AbortController().signal, progress: () => {}, log: () => {} });
  expect((await readdir(join(output, 'checkpoints'))).sort()).toEqual(['seconds-0.0001', 'steps-2']);
  const folder = join(output, 'checkpoints', 'steps-2');
  const kept = await readModel(folder);
  expect(kept.head).toEqual({ kind: 'classification', labels: ['0', '1'] });
  disposeModel(kept);
  const read = async (name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));
  expect(await read('lineage.json')).toMatchObject([{ operation: 'model.finetune', training: { steps: 2 } }]);
  expect((await read('history.json')).at(-1)).toMatchObject({ step: 2 });
});

it('are written whole or not at all, and again where they lie already', async () => {
  const fails = writeKept(base, 'steps-1', async (folder) => {
    await writeFile(join(folder, 'half'), '');
    throw new Error('the disk is gone');
  });
  await expect(fails).rejects.toThrow('the disk is gone');
  expect(await readdir(join(base, 'checkpoints'))).toEqual(['steps-1.part']);
  for (const text of ['one', 'two']) await writeKept(base, 'steps-1', (folder) => writeFile(join(folder, 'x'), text));
  await copyKept(base, join(base, 'output'), ['steps-1']);
  expect(await readFile(join(base, 'output', 'checkpoints', 'steps-1', 'x'), 'utf8')).toBe('two');
  await expect(copyKept(base, base, ['steps-9'])).rejects.toMatchObject({ code: expect.any(String) });
});
