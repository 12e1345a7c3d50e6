import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { architectureClass, usualTranslator } from '#families';
import { runAlone } from '#jobs';
import { createModel, disposeModel, newConfig, readModel, withHead, writeModel } from '#models';
import { encodeParallel, readTokenizerFiles, writeDataset } from '#text';
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

async function finetune(
  config: Record<string, unknown>,
  output: string,
  model = join(base, 'model'),
  dataset = 'dataset',
) {
  const [folder, work] = [join(base, output), join(base, `${output}.work`)];
  await Promise.all([folder, work].map((path) => mkdir(path, { recursive: true })));
  const inputs = { dataset: join(base, dataset), model };
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

it('goes on with a translator whose sides have SentencePiece models of their own, and watches its BLEU', async () => {
  const files = new URL('../../../text/src/tokenizer/fixtures/marian/', import.meta.url);
  const [from, pairs] = ['translator', 'pairs'].map((name) => join(base, name));
  await Promise.all([from, pairs].map((path) => mkdir(path)));
  for (const name of ['vocab.json', 'tokenizer_config.json']) await copyFile(new URL(name, files), join(from, name));
  for (const name of ['source.spm', 'target.spm']) {
    await writeFile(join(from, name), gunzipSync(await readFile(new URL(`${name}.gz`, files))));
  }
  const family = usualTranslator();
  const [tokenizer, ofTargets] = await Promise.all(
    (['source', 'target'] as const).map((side) => readTokenizerFiles(from, family.tokens, side)),
  );
  for (const split of ['train', 'dev']) {
    await writeFile(join(from, `${split}.en`), 'a dog runs\nthe cat\n');
    await writeFile(join(from, `${split}.de`), 'ein hund\ndie katze\n');
  }
  const options = { languages: ['en', 'de'] as const, maxLength: 30, ofTargets };
  await writeDataset(pairs, await encodeParallel(tokenizer, from, options));
  const { special, vocabSize: size } = tokenizer;
  const shape = { family: family.id, layers: 1, hidden_size: 8, heads: 2, max_positions: 32 };
  const vocabulary = { size, pad: special.pad, start: special.cls, end: special.sep };
  const model = createModel(newConfig(checkConfig(architectureClass(shape), shape), vocabulary), { kind: 'seq2seq-lm' }, 1, tokenizer.json); // prettier-ignore
  await writeModel(model, from);
  const before = [...model.parameters.keys()];
  disposeModel(model);
  const { folder, result } = await finetune({ stop: { steps: 3 }, watch: 'bleu' }, 'fine', from, 'pairs');
  expect(result.summary).toMatchObject({ steps: 3, dev_bleu: expect.any(Number) });
  const tuned = await readModel(folder);
  // One table for both sides and the output, as it was
  expect([...tuned.parameters.keys()]).toEqual(before);
  expect(tuned.config).toMatchObject({ decoder_start_token_id: special.cls, eos_token_id: special.sep });
  disposeModel(tuned);
});

it('refuses a data set of another vocabulary', async () => {
  await expect(finetune({ stop: { steps: 1 } }, 'x', tiny)).rejects.toMatchObject({ code: 'TOKENIZER_MISMATCH' });
});
