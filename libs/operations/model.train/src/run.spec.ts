import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { tf } from '#engine';
import { translated } from '#evaluation';
import { FAMILIES } from '#families';
import { runAlone } from '#jobs';
import { disposeModel, readModel } from '#models';
import { encodeParallel, encodeTask, encodeText, learnTokenizer, readDataset, writeDataset } from '#text';
import operation from './index.js';

const architecture = { layers: 1, hidden_size: 16, heads: 2, max_positions: 16 };
const translating = { ...architecture, family: (operation.example.architecture as { family: string }).family };
let base: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-train-'));
  await Promise.all(['files', 'pairs', 'task', 'text'].map((name) => mkdir(join(base, name))));
  const lines = ['a dog runs', 'a cat', 'the dog and the cat', 'the cat runs'];
  const sides = { en: lines, de: lines.map((line) => line.split(' ').reverse().join(' ')) };
  for (const split of ['train', 'dev']) {
    for (const [side, own] of Object.entries(sides)) {
      await writeFile(join(base, `files/${split}.${side}`), own.map((line) => `${line}\n`).join(''));
    }
  }
  await writeFile(join(base, 'task.tsv'), `text\tlabel\n${lines.map((line, i) => `${line}\t${i % 2}\n`).join('')}`);
  await writeFile(join(base, 'text.txt'), lines.join('\n'));
  const tokenizer = learnTokenizer(lines, { vocabSize: 60, lowercase: true, minFrequency: 1 });
  const options = { maxLength: 16 };
  const task = { texts: ['text'], label: 'label', labels: ['0', '1'] } as const;
  const languages = ['en', 'de'] as const;
  await writeDataset(
    join(base, 'pairs'),
    await encodeParallel(tokenizer, join(base, 'files'), { ...options, languages }),
  );
  await writeDataset(join(base, 'task'), await encodeTask(tokenizer, task, join(base, 'task.tsv'), options));
  await writeDataset(join(base, 'text'), await encodeText(tokenizer, join(base, 'text.txt'), options));
});
afterAll(() => rm(base, { recursive: true }));

async function trained(dataset: string, config: Record<string, unknown>, output: string) {
  const [folder, work] = [join(base, output), join(base, `${output}.work`)];
  await Promise.all([folder, work].map((path) => mkdir(path, { recursive: true })));
  const before = tf.memory().numTensors;
  try {
    const inputs = { dataset: join(base, dataset) };
    return { folder, result: await runAlone(operation, { inputs, config, output: folder, work }) };
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

/** The labelled task with a dev split that is its train split. */
async function writeDevSplit() {
  const dataset = await readDataset(join(base, 'task'));
  await mkdir(join(base, 'task-dev'));
  await writeDataset(join(base, 'task-dev'), { ...dataset, splits: { ...dataset.splits, dev: dataset.splits.train } });
}

const json = async (folder: string, name: string) => JSON.parse(await readFile(join(folder, name), 'utf8'));

const translators = FAMILIES.filter(({ decode }) => decode).map(({ id }) => id);

it.each(translators)(
  'trains a %s on parallel text, whose texts begin and end as the tokenizer has them',
  async (family) => {
    const { folder, result } = await trained(
      'pairs',
      { architecture: { ...architecture, family }, stop: { steps: 6 } },
      `translator-${family}`,
    );
    expect(result.summary).toMatchObject({ steps: 6, dev_loss: expect.any(Number) });
    const { special_tokens: special } = await json(join(base, 'pairs'), 'dataset.json');
    expect(await json(folder, 'config.json')).toMatchObject({
      model_type: family,
      is_encoder_decoder: true,
      decoder_start_token_id: special.cls,
      eos_token_id: special.sep,
      pad_token_id: special.pad,
    });
    const history = await json(folder, 'history.json');
    expect(new Set(history.map((point: { phase: string }) => point.phase))).toEqual(new Set(['train']));
    const model = await readModel(folder);
    expect(model.head).toEqual({ kind: 'seq2seq-lm' });
    disposeModel(model);
  },
);

it('smooths the labels of training, and not those of the dev split', async () => {
  const config = { architecture: { ...translating, dropout: 0 }, stop: { steps: 1 }, learning_rate: 0 };
  const losses = async (smoothing: number) => {
    const { result } = await trained('pairs', { ...config, label_smoothing: smoothing }, `smooth-${smoothing}`);
    return result.summary as { loss: number; dev_loss: number };
  };
  const [plain, smooth] = [await losses(0), await losses(0.5)];
  expect(plain.loss).toBeCloseTo(plain.dev_loss, 4);
  expect(smooth.dev_loss).toBe(plain.dev_loss);
  expect(Math.abs(smooth.loss - plain.loss)).toBeGreaterThan(1e-4);
});

describe('the dev split watched by BLEU', () => {
  const learning = { learning_rate: 1e-2, schedule: 'constant', label_smoothing: 0, batch_sentences: 8 };
  const config = {
    ...learning,
    architecture: { ...translating, hidden_size: 32, dropout: 0 },
    watch: 'bleu',
    evaluations: 1,
    stop: { steps: 400, patience: 20 },
  };

  it('ends training when its translations get no better, with the weights of the best', async () => {
    const { folder, result } = await trained('pairs', config, 'watched');
    const history = (await json(folder, 'history.json')) as { dev?: { name: string; value: number } }[];
    const points = history.flatMap(({ dev }) => dev ?? []);
    expect(new Set(points.map(({ name }) => name))).toEqual(new Set(['bleu']));
    const values = points.map(({ value }) => value);
    const best = Math.max(...values);
    // Four short sentences are learned by heart
    expect(best).toBeCloseTo(100, 9);
    expect(values.slice(values.indexOf(best) + 1)).toHaveLength(20);
    expect(result.summary).toMatchObject({ steps: values.indexOf(best) + 21 });
    const dataset = await readDataset(join(base, 'pairs'), ['dev']);
    const model = await readModel(folder);
    const { texts } = await translated(model, dataset, 'dev', { beams: 1 });
    expect(texts).toEqual(dataset.splits.dev!.references);
    disposeModel(model);
  });

  it('is refused for a task that has no texts to write', async () => {
    const own = { architecture, watch: 'bleu', stop: { steps: 1 } };
    await expect(trained('task', own, 'unwatched')).rejects.toMatchObject({
      code: 'CONFIG_WRONG_VALUE',
      message: expect.stringContaining('watch is bleu'),
    });
  });

  it('may be watched by the loss of a task', async () => {
    const own = { architecture, watch: 'loss', keep: 'last', stop: { steps: 1 } };
    await writeDevSplit();
    const { result } = await trained('task-dev', own, 'task-loss');
    expect(result.summary).toMatchObject({ dev_loss: expect.closeTo(Math.LN2, 1) });
  });
});

it('trains a classifier from random weights', async () => {
  const { folder, result } = await trained('task', { architecture, keep: 'last', stop: { steps: 2 } }, 'classifier');
  expect(result.summary).toMatchObject({ steps: 2 });
  expect(await json(folder, 'config.json')).toMatchObject({ id2label: { 0: '0', 1: '1' } });
});

it.each([
  ['text', architecture, 'DATA_NO_LABELS'],
  ['pairs', architecture, 'MODEL_WRONG_HEAD'],
  ['task', translating, 'MODEL_WRONG_HEAD'],
])('refuses a data set and a family that do not fit: %s', async (dataset, own, code) => {
  const config = { architecture: own, keep: 'last', stop: { steps: 1 } };
  await expect(trained(dataset, config, 'refused')).rejects.toMatchObject({ code });
});
