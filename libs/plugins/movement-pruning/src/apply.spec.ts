import { describe, expect, it } from '@jest/globals';
import { compressModel, createContext, fixtures } from '#compression';
import { checkConfig } from '#contracts';
import { tf, valueAndGradients } from '#engine';
import { type Model, countNonZeros, disposeModel } from '#models';
import { MovementPruningConfig } from './config.js';
import plugin from './index.js';
import { masksOf } from './masks.js';
import { masked } from './movement.js';

const withFixture = fixtures();

const configOf = (plain: object) => checkConfig(MovementPruningConfig, plain);

const ofSteps = (steps: number) => ({ finetune: { stop: { steps } } });

describe('the gradient of a masked weight', () => {
  it('is that of the weights that stay, and of scores as if they multiplied all weights', () => {
    const [weight, scores] = [tf.variable(tf.tensor1d([2, -3, 4])), tf.variable(tf.tensor1d([0, 0, 0]))];
    const mask = tf.variable(tf.tensor1d([1, 0, 1]));
    const slopes = tf.tensor1d([0.5, 0.25, -1]);
    const { value, gradients } = valueAndGradients(
      () => tf.sum(tf.mul(masked(weight, scores, mask), slopes)),
      new Map([
        ['weight', weight],
        ['scores', scores],
      ]),
    );
    expect(value).toBe(2 * 0.5 - 4);
    expect(Array.from(gradients.get('weight')!.dataSync())).toEqual([0.5, 0, -1]);
    expect(Array.from(gradients.get('scores')!.dataSync())).toEqual([1, -0.75, -4]);
    tf.dispose([weight, scores, mask, slopes, ...gradients.values()]);
  });
});

describe('masks', () => {
  const scores = () => [Float32Array.of(-2, 0.5, -0.1, 3), Float32Array.of(-5, -4, -3, 0)];
  const none = () => false;
  const plain = (masks: readonly Float32Array[]) => masks.map((mask) => Array.from(mask));

  it('leave the weights of the highest scores, signs and all, of each tensor or of all', () => {
    expect(plain(masksOf(scores(), 0.5, 'tensor', none))).toEqual([
      [0, 1, 0, 1],
      [0, 0, 1, 1],
    ]);
    expect(plain(masksOf(scores(), 0.5, 'global', none))).toEqual([
      [0, 1, 1, 1],
      [0, 0, 0, 1],
    ]);
    expect(plain(masksOf(scores(), 0, 'global', none))).toEqual([
      [1, 1, 1, 1],
      [1, 1, 1, 1],
    ]);
  });

  it('count weights that are zero already, which go first', () => {
    const isGone = (tensor: number, index: number) => tensor === 0 && index === 3;
    expect(plain(masksOf(scores(), 0.25, 'tensor', isGone))[0]).toEqual([1, 1, 1, 0]);
  });

  it('are the same for scores that differ by a positive factor, so that their learning rate does not matter', () => {
    const other = scores().map((own) => own.map((score) => 16 * score));
    expect(plain(masksOf(other, 0.4, 'global', none))).toEqual(plain(masksOf(scores(), 0.4, 'global', none)));
  });
});

describe('movement-pruning', () => {
  const pruned = (scope: string, seed = 1): Promise<number[]> =>
    withFixture(async (fixture) => {
      const plain = { sparsity: 0.6, scope, every: 2, ...ofSteps(10) };
      const context = createContext({ seed, dataset: fixture.dataset });
      const { model } = await compressModel(plugin, fixture.model, configOf(plain), context);
      const zeros = zerosOfLayers(model);
      disposeModel(model);
      return zeros;
    });

  it('makes the share of the weights zero that it is asked for: of each tensor, or of all together', async () => {
    const each = await pruned('tensor');
    for (const share of each) expect(share).toBeCloseTo(0.6, 2);
    const all = await pruned('global');
    expect(Math.max(...all) - Math.min(...all)).toBeGreaterThan(0.02);
  });

  it('does not go by magnitude: large weights are among those that go', () =>
    withFixture(async (fixture) => {
      const context = createContext({ seed: 1, dataset: fixture.dataset });
      const config = configOf({ sparsity: 0.5, every: 2, ...ofSteps(10) });
      const { model } = await compressModel(plugin, fixture.model, config, context);
      const name = 'bert.encoder.layer.0.output.dense.weight';
      const before = fixture.model.parameters.get(name)!.value.dataSync<'float32'>();
      const after = model.parameters.get(name)!.value.dataSync<'float32'>();
      const median = Array.from(before, Math.abs).sort((a, b) => a - b)[before.length / 2];
      const large = Array.from(before).filter((weight, i) => Math.abs(weight) > median && after[i] === 0).length;
      expect(large / before.length).toBeGreaterThan(0.1);
      disposeModel(model);
    }));
});

/** The share of zeros of each of the layers' matrices. */
const zerosOfLayers = ({ parameters }: Model): number[] =>
  [...parameters.values()]
    .filter(({ name, role }) => role === 'linear' && name.includes('.layer.'))
    .map((parameter) => 1 - countNonZeros(parameter) / parameter.value.size);

it.each([
  [{}, 'finetune is missing'],
  [{ finetune: { stop: { seconds: 5 } } }, 'finetune.stop.steps: sparsity rises by the number of updates'],
  [{ warmup: 0.6, cooldown: 0.6, ...ofSteps(10) }, 'leaves too few updates'],
])('refuses %j', (plain, message) => {
  expect(() => configOf(plain)).toThrow(message);
});
