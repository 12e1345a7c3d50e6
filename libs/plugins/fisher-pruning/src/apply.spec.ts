import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, cutModel, type Fixture, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { operationsPerToken } from '#families';
import { type Model, disposeModel, encode, logits, mapParameters, modelShape, weightsOf } from '#models';
import { type Batch, batchOf, fileOrder } from '#text';
import { FisherPruningConfig } from './config.js';
import plugin from './index.js';
import { plan } from './plan.js';
import { tuned } from './tune.js';
import { unitsOf } from './units.js';

const withFixture = fixtures();
const [FIRST, SECOND] = ['bert.encoder.layer.0', 'bert.encoder.layer.1'];

const configOf = (plain: object) => checkConfig(FisherPruningConfig, plain);

const batchOfDev = ({ dataset }: Fixture): Batch => batchOf(dataset.splits.dev!, fileOrder(dataset.splits.dev!));

function read(make: () => ReturnType<typeof logits>): number[] {
  const output = tf.tidy(make);
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
}

const answers = (model: Model, batch: Batch) => read(() => logits(weightsOf(model), model, batch));

const hidden = (model: Model, batch: Batch) => read(() => encode(weightsOf(model), model, batch));

const furthest = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, i) => Math.abs(value - other[i])));

const distance = (one: readonly number[], other: readonly number[]) =>
  one.reduce((sum, value, i) => sum + (value - other[i]) ** 2, 0);

async function pruned(fixture: Fixture, plain: object, model = fixture.model): Promise<Model> {
  const context = createContext({ seed: 1, dataset: fixture.dataset });
  return (await compressModel(plugin, model, configOf(plain), context)).model;
}

/** The model with zeros in the columns of a head, or of neurons, of the first layer. */
const idle = (model: Model, name: string, from: number, to: number) =>
  mapParameters(model, (parameter) => {
    if (parameter.name !== `${FIRST}.${name}.weight`) return parameter;
    const factors = Array.from({ length: parameter.value.shape[1]! }, (_, i) => (i >= from && i < to ? 0 : 1));
    return { ...parameter, value: tf.tidy(() => tf.mul(parameter.value, tf.tensor1d(factors))) };
  });

describe('fisher-pruning', () => {
  it.each([0.3, 0.5, 0.8])('keeps within a share of %d of the multiply-adds, and comes near to it', (operations) =>
    withFixture(async (fixture) => {
      const before = operationsPerToken(modelShape(fixture.model));
      const model = await pruned(fixture, { operations, sentences: 16, tuning_sentences: 0 });
      const share = operationsPerToken(modelShape(model)) / before;
      expect(share).toBeLessThanOrEqual(operations);
      expect(share).toBeGreaterThan(operations - 0.02);
      disposeModel(model);
    }),
  );

  it('removes what does nothing, and the model answers as before', () =>
    withFixture(async (fixture) => {
      const start = idle(fixture.model, 'attention.output.dense', 16, 32);
      const both = idle(start, 'output.dense', 30, 50);
      const { units } = unitsOf(modelShape(both));
      const [heads, neurons] = [units[0], units[1]];
      const total = operationsPerToken(modelShape(both));
      const operations = 1 - (heads.cost + 20 * neurons.cost - 1) / total;
      const model = await pruned(fixture, { operations, sentences: 16, tuning_sentences: 32 }, both);
      const batch = batchOfDev(fixture);
      expect(model.config.structure).toEqual({ heads: { [FIRST]: [0, 2] }, inner: { [FIRST]: 76 } });
      expect(furthest(answers(model, batch), answers(both, batch))).toBeLessThan(1e-3);
      for (const one of [start, both, model]) disposeModel(one);
    }));

  it('comes nearer to the hidden states of the model before by scaling what is left', () =>
    withFixture(async (fixture) => {
      const context = createContext({ seed: 1, dataset: fixture.dataset });
      const batch = batchOfDev(fixture);
      const half = Array.from({ length: 48 }, (_, i) => 2 * i);
      const cut = cutModel(fixture.model, {
        heads: { [FIRST]: [0, 2], [SECOND]: [1] },
        neurons: { [FIRST]: half, [SECOND]: half },
      });
      const config = configOf({ tuning_sentences: 256 });
      const scaled = await tuned(cut, fixture.model, config, context, [0, 1]);
      const wanted = hidden(fixture.model, batch);
      const [before, after] = [cut, scaled].map((one) => distance(hidden(one, batch), wanted));
      expect(after).toBeLessThan(0.9 * before);
      const same = await tuned(fixture.model, fixture.model, config, context, [0, 1]);
      expect(furthest(answers(same, batch), answers(fixture.model, batch))).toBeLessThan(1e-3);
      for (const one of [cut, scaled, same]) disposeModel(one);
    }));

  it('needs no labels where answers are drawn from what the model predicts', () =>
    withFixture(async (fixture) => {
      const flipped = (labels: ArrayLike<number>) => Int32Array.from(labels, (label) => 1 - label);
      const { train } = fixture.dataset.splits;
      const other = { ...train!, labels: flipped(train!.labels!) };
      const dataset = { ...fixture.dataset, splits: { ...fixture.dataset.splits, train: other } };
      const plain = { sentences: 16, labels: 'model' };
      const batch = batchOfDev(fixture);
      const [one, two] = [await pruned(fixture, plain), await pruned({ ...fixture, dataset }, plain)];
      expect(answers(two, batch)).toEqual(answers(one, batch));
      [one, two].forEach(disposeModel);
    }));
});

describe('its plan', () => {
  it('counts what units cost: all of them and the rest are what the layers cost', () =>
    withFixture(async ({ model }) => {
      const shape = modelShape(model);
      const { units, fixed } = unitsOf(shape);
      // Rows of queries, keys and values and columns of the output, and two products of attention over 128 tokens
      expect(units[0]).toEqual({ layer: FIRST, kind: 'heads', count: 3, cost: 4 * 48 * 16 + 2 * 128 * 16 });
      expect(units[1]).toEqual({ layer: FIRST, kind: 'neurons', count: 96, cost: 2 * 48 });
      expect(fixed).toBe(0);
    }));

  it('refuses a share that one head and one neuron of each layer exceed, and heads that draw no answers', () =>
    withFixture(async ({ model }) => {
      const shape = modelShape(model);
      expect(() => plan(shape, configOf({ operations: 0.2 }))).toThrow('are 0.237 of the multiply-adds');
      const regression = { ...shape, head: { kind: 'regression' } as const };
      expect(() => plan(regression, configOf({ labels: 'model' }))).toThrow('Set labels: data');
    }));
});

it('says which keys have no effect', () => {
  expect(configOf({ tuning_sentences: 0, dampening: 1 }).withoutEffect()).toEqual([
    { key: 'dampening', message: 'tuning_sentences: 0 scales nothing' },
  ]);
});
