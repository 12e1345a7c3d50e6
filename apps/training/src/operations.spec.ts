import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { engineInfo, tf } from '#engine';
import { disposeModel, readModel } from '#models';
import { encodeTask, encodeText, findTask, learnTokenizer, readText, writeDataset } from '#text';
import operations from './operations.js';
import { contextFor } from './operations/fixtures/context.js';

const dev = new URL('../../../data/SST-2/dev.tsv', import.meta.url).pathname;
const tiny = new URL('../../../libs/models/src/fixtures/tiny', import.meta.url).pathname;
const ARCHITECTURE = { layers: 1, hidden_size: 16, heads: 2, max_positions: 32 };
let base: string;
let corpus: string;
let sst2: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-training-app-'));
  const data = join(base, 'data');
  [corpus, sst2] = ['corpus', 'sst2'].map((name) => join(base, name));
  await Promise.all([data, corpus, sst2].map((folder) => mkdir(folder)));
  const lines = (await readFile(dev, 'utf8')).split('\n');
  await writeFile(join(data, 'train.tsv'), lines.slice(0, 161).join('\n'));
  await writeFile(join(data, 'dev.tsv'), [lines[0], ...lines.slice(161, 201)].join('\n'));
  const sentences = await readText(join(data, 'train.tsv'), 'sentence');
  const tokenizer = learnTokenizer(sentences, { vocabSize: 300, lowercase: true, minFrequency: 2 });
  await writeDataset(corpus, await encodeText(tokenizer, data, { maxLength: 32, column: 'sentence' }));
  await writeDataset(sst2, await encodeTask(tokenizer, findTask('sst2'), data, { maxLength: 32 }));
});
afterAll(() => rm(base, { recursive: true }));

async function run(operation: string, inputs: Record<string, string>, config: Record<string, unknown>, output: string) {
  const made = await contextFor(base, operation, inputs, config, { output });
  const before = tf.memory().numTensors;
  try {
    return { ...made, folder: join(base, output), result: await operations[operation](made.context) };
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

const json = async (folder: string, name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));

describe('a model that is too large for the machine', () => {
  it('is refused before its weights are made', async () => {
    const architecture = { layers: 200, hidden_size: 4096, heads: 32, max_positions: 32 };
    const config = { architecture, stop: { steps: 1 } };
    await expect(run('model.pretrain', { dataset: corpus }, config, 'huge')).rejects.toMatchObject({
      code: 'TRAINING_TOO_LARGE',
      details: { model: { layers: expect.any(Number), hidden_size: expect.any(Number) } },
    });
  });
});

describe('from text to a tuned model', () => {
  it('pre-trains a new encoder, goes on with it, and fine-tunes it; each artifact says how it was made', async () => {
    const config = { architecture: ARCHITECTURE, stop: { steps: 6 }, batch_tokens: 256 };
    const first = await run('model.pretrain', { dataset: corpus }, config, 'pretrained');
    expect(first.result.summary).toMatchObject({ steps: 6, loss: expect.any(Number), tokens: expect.any(Number) });
    expect(first.result.environment).toMatchObject({ backend: expect.stringContaining('tfjs-node') });

    const again = { stop: { steps: 2 } };
    await run('model.pretrain', { dataset: corpus, model: first.folder }, again, 'further');
    const tuned = await run(
      'model.finetune',
      { dataset: sst2, model: join(base, 'further') },
      { stop: { epochs: 1 } },
      'tuned',
    );
    expect(tuned.result.summary).toMatchObject({ steps: 5, dev_accuracy: expect.any(Number) });

    const model = await readModel(tuned.folder);
    expect(model.head).toEqual({ kind: 'classification', labels: ['0', '1'] });
    expect(model.tokenizer).toBe(await readFile(join(sst2, 'tokenizer.json'), 'utf8'));
    disposeModel(model);

    const lineage = await json(tuned.folder, 'lineage.json');
    expect(lineage.map((entry: { operation: string }) => entry.operation)).toEqual([
      'model.pretrain',
      'model.pretrain',
      'model.finetune',
    ]);
    const { backend, tfjs, kernels, instructionSet } = engineInfo();
    const engine = { backend, tfjs, kernels, instructionSet };
    expect(lineage[0]).toMatchObject({ config, training: { steps: 6 }, engine });
    expect(tuned.result.environment).toMatchObject({ backend, kernels, instructionSet });
    const history = await json(tuned.folder, 'history.json');
    expect(history.map((point: { phase: string }) => point.phase)).toEqual([
      ...Array<string>(8).fill('pretrain'),
      ...Array<string>(5).fill('finetune'),
    ]);
    expect(await json(tuned.folder, 'training.json')).toMatchObject({ steps: 13 });
    expect(await readFile(join(tuned.folder, 'README.md'), 'utf8')).toContain('| 3 | model.finetune |');
    expect(await json(tuned.folder, 'tokenizer_config.json')).toMatchObject({ do_lower_case: true });
  });

  it('refuses to pre-train with neither or both of architecture and model', async () => {
    const stop = { steps: 1 };
    await expect(run('model.pretrain', { dataset: corpus }, { stop }, 'x')).rejects.toMatchObject({
      code: 'PIPELINE_MISSING_INPUT',
      message: expect.stringContaining('architecture is missing'),
    });
    await expect(
      run('model.pretrain', { dataset: corpus, model: tiny }, { stop, architecture: ARCHITECTURE }, 'x'),
    ).rejects.toMatchObject({ code: 'PIPELINE_WRONG_INPUT' });
  });

  it('refuses a data set of another vocabulary', async () => {
    await expect(
      run('model.finetune', { dataset: sst2, model: tiny }, { stop: { steps: 1 } }, 'x'),
    ).rejects.toMatchObject({ code: 'TOKENIZER_MISMATCH' });
  });
});

describe('model.import', () => {
  it('takes the tiny BERT as it is, or with a new head', async () => {
    const plain = await run('model.import', { from: tiny }, {}, 'imported');
    expect(plain.result.summary).toMatchObject({ layers: 1, head: 'none' });
    const headed = await run('model.import', { from: tiny }, { labels: ['no', 'yes', 'perhaps'] }, 'headed');
    expect(headed.result.summary).toMatchObject({ head: 'classification' });
    const [before, after] = [await readModel(tiny), await readModel(headed.folder)];
    for (const [name, { value }] of before.parameters) {
      expect([...after.parameters.get(name)!.value.dataSync()]).toEqual([...value.dataSync()]);
    }
    [before, after].forEach(disposeModel);
  });

  it('makes a tokenizer.json of a vocab.txt, and refuses a folder with neither', async () => {
    const old = join(base, 'old');
    await mkdir(old);
    for (const file of ['config.json', 'model.safetensors']) await copyFile(join(tiny, file), join(old, file));
    await expect(run('model.import', { from: old }, {}, 'y')).rejects.toMatchObject({ code: 'MODEL_MISSING_FILE' });
    const { model } = (await json(tiny, 'tokenizer.json')) as { model: { vocab: Record<string, number> } };
    await writeFile(
      join(old, 'vocab.txt'),
      `${Object.keys(model.vocab)
        .sort((a, b) => model.vocab[a] - model.vocab[b])
        .join('\n')}\n`,
    );
    const { folder } = await run('model.import', { from: old }, {}, 'from-vocabulary');
    expect((await json(folder, 'tokenizer.json')).model.vocab).toEqual(model.vocab);
    await writeFile(join(old, 'tokenizer.json'), '{}');
    await expect(run('model.import', { from: old }, {}, 'y')).rejects.toMatchObject({ code: 'TOKENIZER_INVALID' });
  });
});
