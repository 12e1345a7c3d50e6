import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, cutModel, type Fixture, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf, type Tensor2D } from '#engine';
import { type Model, disposeModel, layerParts, logits, loss, mapParameters, weightsOf } from '#models';
import { type Batch, batchOf, fileOrder } from '#text';
import { HeadPruningConfig } from './config.js';
import { headImportance } from './importance.js';
import plugin from './index.js';

const withFixture = fixtures();
const OUT = (layer: number) => `bert.encoder.layer.${layer}.attention.output.dense.weight`;
const [FIRST, SECOND] = ['bert.encoder.layer.0', 'bert.encoder.layer.1'];
/** Of the fixture's heads. */
const SIZE = 16;

/** The model with a gate on the output of a head. */
function gated(model: Model, layer: number, head: number, gate: number): Model {
  return mapParameters(model, (parameter) => {
    if (parameter.name !== OUT(layer)) return parameter;
    const gates = Array.from({ length: 48 }, (_, column) => (Math.floor(column / SIZE) === head ? gate : 1));
    return { ...parameter, value: tf.tidy(() => tf.mul(parameter.value, tf.tensor1d(gates))) };
  });
}

const read = (make: () => Tensor2D) => {
  const output = tf.tidy(make);
  const values = Array.from(output.dataSync());
  output.dispose();
  return values;
};

const devBatch = ({ dataset }: Fixture): Batch => batchOf(dataset.splits.dev!, fileOrder(dataset.splits.dev!));

const answers = (model: Model, batch: Batch) => read(() => logits(weightsOf(model), model, batch));

const furthest = (one: readonly number[], other: readonly number[]) =>
  Math.max(...one.map((value, i) => Math.abs(value - other[i])));

async function pruned(fixture: Fixture, plain: object, model = fixture.model): Promise<Model> {
  const context = createContext({ seed: 1, dataset: fixture.dataset });
  return (await compressModel(plugin, model, checkConfig(HeadPruningConfig, plain), context)).model;
}

describe('a head', () => {
  it('is removed as by a gate of 0 on it, the output’s bias staying', () =>
    withFixture(async (fixture) => {
      const batch = devBatch(fixture);
      const cut = cutModel(fixture.model, { heads: { [SECOND]: [0, 2] } });
      const closed = gated(fixture.model, 1, 1, 0);
      expect(furthest(answers(cut, batch), answers(closed, batch))).toBeLessThan(1e-6);
      expect(cut.parameters.get(OUT(1))!.value.shape).toEqual([48, 32]);
      expect(cut.parameters.get(`${SECOND}.attention.output.dense.bias`)!.value.shape).toEqual([48]);
      disposeModel(cut);
      disposeModel(closed);
    }));

  it('has as its importance what the loss changes by its gate, in the mean without the sign', () =>
    withFixture(async (fixture) => {
      const context = createContext({ seed: 1, dataset: fixture.dataset });
      const sentences = 6;
      const importance = await headImportance(fixture.model, sentences, context);
      // The same sentences one by one, and the gates moved by hand
      const batches = [...createContext({ seed: 1, dataset: fixture.dataset }).batches('train', 1)].slice(0, sentences);
      const step = 0.02;
      for (const [layer, name] of [FIRST, SECOND].entries()) {
        const sums = [0, 1, 2].map((head) => {
          const [open, close] = [1 + step, 1 - step].map((gate) => gated(fixture.model, layer, head, gate));
          const lossOf = (model: Model, batch: Batch) =>
            tf.tidy(() => loss(weightsOf(model), model, batch).dataSync()[0]);
          const sum = batches.reduce(
            (all, batch) => all + Math.abs(lossOf(open, batch) - lossOf(close, batch)) / (2 * step),
            0,
          );
          disposeModel(open);
          disposeModel(close);
          return sum;
        });
        const norm = Math.hypot(...sums);
        const expected = sums.map((sum) => sum / norm);
        expect(furthest(Array.from(importance.get(name)!), expected)).toBeLessThan(0.01);
      }
    }));

  it('that does nothing is the one that goes', () =>
    withFixture(async (fixture) => {
      const batch = devBatch(fixture);
      const idle = gated(fixture.model, 0, 1, 0);
      const one = await pruned(fixture, { share: 1 / 6, sentences: 4 }, idle);
      expect(one.config.structure).toEqual({ heads: { [FIRST]: [0, 2] } });
      expect(furthest(answers(one, batch), answers(idle, batch))).toBeLessThan(1e-6);
      disposeModel(one);
      disposeModel(idle);
    }));
});

describe('head-pruning', () => {
  it('reaches its share in steps, measured anew in each, and names heads as the model had them in the beginning', () =>
    withFixture(async (fixture) => {
      const counts = (model: Model) => layerParts(model.config).map(({ heads }) => heads);
      const layers = await pruned(fixture, { share: 0.6, steps: 2, scope: 'layer', sentences: 4 });
      expect(counts(layers)).toEqual([1, 1]);
      const all = await pruned(fixture, { share: 0.6, steps: 2, sentences: 4 });
      expect(counts(all).reduce((a, b) => a + b)).toBe(2);
      const lists = Object.values(layers.config.structure!.heads!);
      expect(lists.flat().every((head) => head < 3)).toBe(true);
      disposeModel(layers);
      disposeModel(all);
    }));

  it('is refused where no head would go', () =>
    withFixture(async (fixture) => {
      await expect(pruned(fixture, { share: 0.05, sentences: 1 })).rejects.toMatchObject({
        code: 'PLUGIN_REFUSED',
        message: expect.stringContaining('less than half a head'),
      });
    }));
});

describe('HeadPruningConfig', () => {
  it.each([
    [{ share: 1 }, 'share: 1 is not'],
    [{ scope: 'tensor' }, 'scope: "tensor" is not one of global, layer'],
    [{ sentences: 0 }, 'sentences: 0 is not'],
    [{ steps: 4, finetune: { stop: { steps: 2 } } }, 'finetune.stop.steps: 2 is too little for 4 steps'],
  ])('refuses %j', (plain, message) => {
    expect(() => checkConfig(HeadPruningConfig, plain)).toThrow(message);
  });
});
