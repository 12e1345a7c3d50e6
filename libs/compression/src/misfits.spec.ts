import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { checkConfig, FinetuneConfig, MethodFinetuneConfig } from '#contracts';
import { evaluateModel, predict, runtimeMeasures } from '#evaluation';
import { disposeModel, type Model, withHead } from '#models';
import type { Dataset, Split } from '#text';
import { train } from '#training';
import { type Fixture, fixtures } from './conformance/fixture.js';
import { createContext } from './context/create-context.js';

const withFixture = fixtures();
const config = checkConfig(FinetuneConfig, { stop: { steps: 1 } });
const methods = checkConfig(MethodFinetuneConfig, { stop: { steps: 1 } });

let work: string;
beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'tlc-misfits-'));
});
afterAll(() => rm(work, { recursive: true }));

const inSplits = ({ splits, ...rest }: Dataset, change: (split: Split) => Partial<Split>): Dataset => ({
  ...rest,
  splits: Object.fromEntries(Object.entries(splits).map(([name, split]) => [name, { ...split, ...change(split) }])),
});

const withConfig = (model: Model, change: object): Model => ({ ...model, config: { ...model.config, ...change } });

/** Everybody who computes with a model and a data set. */
const ENTRANCES: Record<string, (model: Model, dataset: Dataset) => Promise<unknown>> = {
  'fine-tuning': (model, dataset) => train({ model, dataset, objective: 'task', config, seed: 1 }),
  'pre-training': (model, dataset) => train({ model, dataset, objective: 'masked-lm', config, seed: 1 }),
  evaluation: (model, dataset) => evaluateModel(model, dataset, 'dev'),
  prediction: (model, dataset) => predict(model, dataset, 'dev'),
  calibration: (model, dataset) => createContext({ seed: 1, dataset }).observe(model, 1, {}),
  'sums over data': (model, dataset) =>
    createContext({ seed: 1, dataset }).statistics(model, { batches: 1, of: ['ranges'] }, () => undefined),
  'fine-tuning by a method': (model, dataset) =>
    createContext({ seed: 1, dataset }).train({ model, training: methods }),
  'ONNX Runtime': (model, dataset) =>
    runtimeMeasures([model], dataset, { split: 'dev', threads: 1, batches: [1] }, ['onnx_bytes'], {
      work,
      progress: () => undefined,
    }),
};

/** Everything by which a model and a data set may not belong together. */
const MISFITS: Record<string, readonly [code: string, (fixture: Fixture) => Fixture]> = {
  'another vocabulary of the same size': [
    'TOKENIZER_MISMATCH',
    ({ model, dataset }) => ({
      model,
      dataset: { ...dataset, tokenizer: dataset.tokenizer.replace('"the"', '"THE"') },
    }),
  ],
  'a larger vocabulary': [
    'TOKENIZER_MISMATCH',
    ({ model, dataset }) => ({ model: withConfig(model, { vocab_size: dataset.vocabSize - 1 }), dataset }),
  ],
  'ids outside of it': [
    'TOKENIZER_MISMATCH',
    ({ model, dataset }) => ({
      model,
      dataset: inSplits(dataset, ({ ids }) => ({ ids: ids.slice(0, Infinity).fill(9999) })),
    }),
  ],
  'longer sentences': [
    'DATA_TOO_LONG',
    ({ model, dataset }) => ({ model: withConfig(model, { max_position_embeddings: 8 }), dataset }),
  ],
  'second texts without an embedding': [
    'DATA_SECOND_TEXTS',
    ({ model, dataset }) => ({
      model: withConfig(model, { type_vocab_size: 1 }),
      dataset: inSplits(dataset, ({ ids }) => ({ types: new Uint8Array(ids.length).fill(1) })),
    }),
  ],
};

describe.each(Object.keys(ENTRANCES))('%s refuses', (entrance) => {
  it.each(Object.keys(MISFITS))('%s', async (misfit) => {
    const [code, change] = MISFITS[misfit];
    await withFixture(async (fixture) => {
      const { model, dataset } = change(fixture);
      await expect(ENTRANCES[entrance](model, dataset)).rejects.toMatchObject({ code });
    });
  });
});

describe('a head that does not answer the data set', () => {
  it.each(['evaluation', 'prediction', 'fine-tuning by a method'])('is refused by %s', async (entrance) => {
    await withFixture(async ({ model, dataset }) => {
      const heads = [{ kind: 'masked-lm' }, { kind: 'regression' }, { kind: 'classification', labels: ['a'] }] as const;
      for (const head of heads) {
        const other = withHead(model, head, 1);
        await expect(ENTRANCES[entrance](other, dataset)).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
        disposeModel(other);
      }
      const text: Dataset = { ...dataset, objective: 'language-modelling', task: undefined, labels: undefined };
      await expect(ENTRANCES[entrance](model, text)).rejects.toMatchObject({ code: 'MODEL_WRONG_HEAD' });
    });
  });
});
