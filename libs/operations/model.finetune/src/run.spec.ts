import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { tf } from '#engine';
import { runAlone } from '#jobs';
import { disposeModel, readModel, withHead, writeModel } from '#models';
import { writeDataset } from '#text';
import operation from './index.js';

const tiny = new URL('../../../models/src/fixtures/tiny', import.meta.url).pathname;
let base: string;
let labels: readonly string[];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-finetune-'));
  await Promise.all(['model', 'dataset'].map((name) => mkdir(join(base, name))));
  await fixtures()(async ({ model, dataset }) => {
    labels = dataset.labels!;
    const encoder = withHead(model, { kind: 'masked-lm' }, 1);
    await writeModel(encoder, join(base, 'model'));
    disposeModel(encoder);
    await writeDataset(join(base, 'dataset'), dataset);
  });
});
afterAll(() => rm(base, { recursive: true }));

async function finetune(config: Record<string, unknown>, output: string, model = join(base, 'model')) {
  const [folder, work] = [join(base, output), join(base, `${output}.work`)];
  await Promise.all([folder, work].map((path) => mkdir(path, { recursive: true })));
  const inputs = { dataset: join(base, 'dataset'), model };
  const before = tf.memory().numTensors;
  try {
    return { folder, result: await runAlone(operation, { inputs, config, output: folder, work }) };
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

it('gives a model a head for the task and trains it; the artifact says how it was made', async () => {
  const { folder, result } = await finetune({ stop: { steps: 3 } }, 'tuned');
  expect(result.summary).toMatchObject({ steps: 3, dev_accuracy: expect.any(Number) });
  const model = await readModel(folder);
  expect(model.head).toEqual({ kind: 'classification', labels });
  expect(model.tokenizer).toBe(await readFile(join(base, 'dataset/tokenizer.json'), 'utf8'));
  disposeModel(model);
  const lineage = JSON.parse(await readFile(join(folder, 'lineage.json'), 'utf8'));
  expect(lineage).toMatchObject([{ operation: 'model.finetune', training: { steps: 3 } }]);
  expect(await readFile(join(folder, 'README.md'), 'utf8')).toContain('| 1 | model.finetune |');
});

it('refuses a data set of another vocabulary', async () => {
  await expect(finetune({ stop: { steps: 1 } }, 'x', tiny)).rejects.toMatchObject({ code: 'TOKENIZER_MISMATCH' });
});
