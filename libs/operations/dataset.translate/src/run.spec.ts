import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig, TrainConfig } from '#contracts';
import { tf } from '#engine';
import { architectureClass, usualTranslator } from '#families';
import { runAlone } from '#jobs';
import { createModel, disposeModel, newConfig, writeModel } from '#models';
import { encodeParallel, learnTokenizer, readDataset, type Split, SPLITS, writeDataset } from '#text';
import { train } from '#training';
import operation from './index.js';

const SOURCES = ['a dog runs', 'a cat', 'the dog and the cat', 'the cat runs'];
const LEARNED = ['ein hund läuft', 'eine katze', 'der hund und die katze', 'die katze läuft'];
/** What stands in the data set that is translated: it is not what the teacher has learned. */
const WRITTEN = ['ein hund rennt', 'eine katze', 'hund und katze', 'die katze'];

const idsOf = ({ ids }: Split) => [...ids.slice(0, ids.length)];

let base: string;

/** A teacher that has learned four sentences by heart, and a data set that translates them otherwise. */
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-translate-'));
  const cleaning = { lowercase: true, stripAccents: false };
  const settings = { ...cleaning, algorithm: 'bpe', vocabSize: 90, minFrequency: 1 };
  const tokenizer = learnTokenizer([...SOURCES, ...LEARNED, ...WRITTEN], settings);
  const encoded = async (name: string, targets: readonly string[]) => {
    await mkdir(join(base, name));
    for (const split of ['train', 'dev']) {
      await writeFile(join(base, name, `${split}.en`), SOURCES.join('\n'));
      await writeFile(join(base, name, `${split}.de`), targets.join('\n'));
    }
    const dataset = await encodeParallel(tokenizer, join(base, name), { maxLength: 16, languages: ['en', 'de'] });
    await mkdir(join(base, `${name}.pairs`));
    await writeDataset(join(base, `${name}.pairs`), dataset);
    return dataset;
  };
  const dataset = await encoded('learned', LEARNED);
  await encoded('written', WRITTEN);
  const family = usualTranslator().id;
  const shape = { family, layers: 1, hidden_size: 32, heads: 2, max_positions: 32, dropout: 0 };
  const { pad, cls: start, sep: end } = dataset.special;
  const config = newConfig(checkConfig(architectureClass(), shape), { size: dataset.vocabSize, pad, start, end });
  const model = createModel(config, { kind: 'seq2seq-lm' }, 3, dataset.tokenizer);
  await writeModel(model, join(base, 'beginner'));
  const learning = {
    learning_rate: 1e-2,
    schedule: 'constant',
    label_smoothing: 0,
    keep: 'last',
    stop: { steps: 150 },
  };
  const trained = await train({
    model,
    disposesModel: true,
    dataset,
    objective: 'translation',
    config: checkConfig(TrainConfig, learning),
    seed: 1,
  });
  await writeModel({ ...trained.model, tokenizer: dataset.tokenizer }, join(base, 'teacher'));
  disposeModel(trained.model);
});
afterAll(() => rm(base, { recursive: true, maxRetries: 20 }));

async function translated(config: Record<string, unknown>, own: { model?: string; signal?: AbortSignal } = {}) {
  const [output, work] = await Promise.all(['out-', 'work-'].map((name) => mkdtemp(join(base, name))));
  const inputs = { model: join(base, own.model ?? 'teacher'), dataset: join(base, 'written.pairs') };
  const before = tf.memory().numTensors;
  const { signal } = own;
  try {
    const { summary } = await runAlone(operation, { inputs, config, output, work, ...(signal && { signal }) });
    return { summary, dataset: await readDataset(output, SPLITS) };
  } finally {
    expect(tf.memory().numTensors).toBe(before);
  }
}

describe('dataset.translate', () => {
  it('puts the teacher’s translations in the place of the targets, and leaves the dev split', async () => {
    const { summary, dataset } = await translated({ beams: 2 });
    const { train, dev } = dataset.splits;
    expect(train!.references).toEqual(LEARNED);
    expect(dev!.references).toEqual(WRITTEN);
    // As text that says so is encoded
    const learned = await readDataset(join(base, 'learned.pairs'));
    expect(idsOf(train!)).toEqual(idsOf(learned.splits.train!));
    expect([...train!.starts]).toEqual([...learned.splits.train!.starts]);
    expect(summary).toMatchObject({ train_sentences: 8, bleu: expect.any(Number) });
    expect(summary.bleu).toBeLessThan(80);
  });

  it('keeps the pairs as they were beside them, if asked for', async () => {
    const { dataset } = await translated({ beams: 1, originals: true });
    const written = await readDataset(join(base, 'written.pairs'));
    const { train } = dataset.splits;
    expect(train).toMatchObject({ sentences: 16, references: [...LEARNED, ...WRITTEN] });
    expect(idsOf(train!).slice(-written.splits.train!.tokens)).toEqual(idsOf(written.splits.train!));
  });

  it('takes of the beams what is nearest to the targets', async () => {
    const { summary } = await translated({ beams: 12, choose: 'nearest' });
    const { summary: best } = await translated({ beams: 12 });
    expect(summary.bleu).toBeGreaterThanOrEqual(best.bleu as number);
  });

  it('stops when it is cancelled', async () => {
    await expect(translated({}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'JOB_CANCELLED' });
  });
});
