import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, cutModel, type Fixture, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf } from '#engine';
import { FAMILIES } from '#families';
import { type Model, createModel, disposeModel, layerParts, logits, loss, mapParameters, weightsOf } from '#models';
import { type Batch, batchOf, fileOrder } from '#text';
import { NeuronPruningConfig } from './config.js';
import { neuronImportance } from './importance.js';
import plugin from './index.js';

const withFixture = fixtures();
const FIRST = 'bert.encoder.layer.0';

/** A model with factors on the columns of a weight. */
function scaled(model: Model, name: string, factorOf: (column: number) => number): Model {
  return mapParameters(model, (parameter) => {
    if (parameter.name !== name) return parameter;
    const factors = Array.from({ length: parameter.value.shape[1]! }, (_, column) => factorOf(column));
    return { ...parameter, value: tf.tidy(() => tf.mul(parameter.value, tf.tensor1d(factors))) };
  });
}

const batchOfDev = ({ dataset }: Fixture): Batch => batchOf(dataset.splits.dev!, fileOrder(dataset.splits.dev!));

function answers(model: Model, batch: Batch): number[] {
  const output = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
}

const furthest = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, i) => Math.abs(value - other[i])));

const configOf = (plain: object) => checkConfig(NeuronPruningConfig, plain);

async function pruned(fixture: Fixture, plain: object, model = fixture.model): Promise<Model> {
  const context = createContext({ seed: 1, dataset: fixture.dataset });
  return (await compressModel(plugin, model, configOf(plain), context)).model;
}

const without = (width: number, gone: readonly number[]) =>
  Array.from({ length: width }, (_, i) => i).filter((i) => !gone.includes(i));

describe('the importance of a neuron', () => {
  it('by magnitude is the norm of its row, its bias and its column; of a gated block that of both rows', async () => {
    const family = FAMILIES.find(({ id }) => id === 'modernbert')!;
    const own = { family: 'modernbert', layers: 1, hidden_size: 8, heads: 2, ffn_size: 3, max_positions: 8 };
    const config = family.newConfig(checkConfig(family.architecture, own), { size: 20, pad: 0 });
    const start = createModel(config, { kind: 'none' }, 1);
    // Rows of 1, 2, 3 before the activation, 4, 5, 6 for the gate, columns of 7, 8, 9; eight of each
    const rows = [1, 2, 3, 4, 5, 6].map((value) => Array<number>(8).fill(value));
    const model = mapParameters(start, (parameter) => {
      if (parameter.name.endsWith('mlp.Wi.weight')) return { ...parameter, value: tf.tensor2d(rows) };
      if (!parameter.name.endsWith('mlp.Wo.weight')) return parameter;
      return { ...parameter, value: tf.tensor2d(Array.from({ length: 8 }, () => [7, 8, 9])) };
    });
    const scores = await neuronImportance(model, configOf({}), createContext({ seed: 1 }));
    const expected = [1 + 16 + 49, 4 + 25 + 64, 9 + 36 + 81].map((sum) => Math.sqrt(8 * sum));
    expect(furthest(Array.from(scores.get('model.layers.0')!), expected)).toBeLessThan(1e-9);
    disposeModel(start);
    disposeModel(model);
  });

  it.each([
    ['gradient', Math.abs],
    ['fisher', (slope: number) => slope ** 2],
  ] as const)('by %s is what the loss changes by a gate on it', (importance, size) =>
    withFixture(async (fixture) => {
      const [sentences, step, neurons] = [4, 0.2, [0, 17, 95]];
      const context = createContext({ seed: 1, dataset: fixture.dataset });
      const scores = await neuronImportance(fixture.model, configOf({ importance, sentences }), context);
      const batches = [...createContext({ seed: 1, dataset: fixture.dataset }).batches('train', 1)].slice(0, sentences);
      const lossOf = (model: Model, batch: Batch) => tf.tidy(() => loss(weightsOf(model), model, batch).dataSync()[0]);
      for (const neuron of neurons) {
        const [open, close] = [1 + step, 1 - step].map((gate) =>
          scaled(fixture.model, `${FIRST}.output.dense.weight`, (column) => (column === neuron ? gate : 1)),
        );
        const sum = batches.reduce(
          (all, batch) => all + size((lossOf(open, batch) - lossOf(close, batch)) / (2 * step)),
          0,
        );
        const slopes = scores.get(FIRST)![neuron];
        expect(Math.abs(slopes - sum)).toBeLessThan(0.05 * sum + 2e-6);
        disposeModel(open);
        disposeModel(close);
      }
    }),
  );
});

describe('neuron-pruning', () => {
  it.each(['gradient', 'fisher'])(
    'by %s removes those that do nothing, and the model answers as before',
    (importance) =>
      withFixture(async (fixture) => {
        const gone = [3, 40, 41, 95];
        const idle = scaled(fixture.model, `${FIRST}.output.dense.weight`, (column) => (gone.includes(column) ? 0 : 1));
        const batch = batchOfDev(fixture);
        const result = await pruned(fixture, { importance, share: 4 / 192, scope: 'global', sentences: 4 }, idle);
        expect(result.config.structure).toEqual({ inner: { [FIRST]: 92 } });
        expect(furthest(answers(result, batch), answers(idle, batch))).toBeLessThan(1e-6);
        const cut = cutModel(idle, { neurons: { [FIRST]: without(96, gone) } });
        expect(answers(result, batch)).toEqual(answers(cut, batch));
        for (const model of [idle, result, cut]) disposeModel(model);
      }),
  );

  it('gives every layer one width, which the family’s config says, or each its own, which the structure says', () =>
    withFixture(async (fixture) => {
      const even = await pruned(fixture, { share: 0.25, steps: 2 });
      expect(even.config).toEqual({ ...fixture.model.config, intermediate_size: 72 });
      const widths = await pruned(fixture, { share: 0.25, scope: 'global' });
      const inner = layerParts(widths.config).map((parts) => parts.inner);
      expect(inner.reduce((a, b) => a + b)).toBe(144);
      disposeModel(even);
      disposeModel(widths);
    }));
});

describe('NeuronPruningConfig', () => {
  it.each([
    [{ share: 0 }, 'share: 0 is not'],
    [{ importance: 'norm' }, 'importance: "norm" is not one of magnitude, gradient, fisher'],
  ])('refuses %j', (plain, message) => {
    expect(() => configOf(plain)).toThrow(message);
  });

  it('says which keys have no effect', () => {
    expect(configOf({ sentences: 8 }).withoutEffect()).toEqual([
      { key: 'sentences', message: 'magnitude needs no data' },
    ]);
    expect(configOf({ sentences: 8, importance: 'fisher' }).withoutEffect()).toEqual([]);
  });
});
