import { describe, expect, it } from '@jest/globals';
import { MethodFinetuneConfig, ObjectKey } from '#contracts';
import { type Tensor, type Variable, tf } from '#engine';
import { type ParameterShape, disposeModel, mapParameters } from '#models';
import type { CompressionPlugin } from '../plugin.js';
import { fixtures } from './fixture.js';
import { checkResuming } from './resuming.js';

const withFixture = fixtures();
const WEIGHT = 'bert.encoder.layer.0.output.dense.weight';

class Config {
  @ObjectKey('training', () => MethodFinetuneConfig)
  readonly finetune!: MethodFinetuneConfig;
}

const sparse = (parameter: ParameterShape): ParameterShape =>
  parameter.name === WEIGHT
    ? { ...parameter, encoding: { sparse: true }, nonZeros: parameter.shape[0] * parameter.shape[1] * 0.5 }
    : parameter;

/** Movement pruning of one weight (Sanh et al. 2020, arXiv 2005.07683): a score for each of its values, trained through a
 * mask of the better half.
 * @param isKept whether checkpoints hold the scores and the mask */
const movement = (isKept: boolean): CompressionPlugin<Config> => ({
  id: 'movement',
  version: '1.0.0',
  kind: 'pruning',
  description: 'Removes weights that training moves towards zero.',
  config: Config,
  example: { finetune: { stop: { steps: 5 }, learning_rate: 1e-2 } },
  needs: ({ finetune: training }) => ({ training }),
  plan: (shape) => ({ shape: { ...shape, parameters: shape.parameters.map(sparse) } }),
  apply: async (model, { finetune: training }, context) => {
    const { shape } = model.parameters.get(WEIGHT)!.value;
    const [scores, mask] = tf.tidy(() => [tf.variable(tf.zeros(shape)), tf.variable(tf.ones(shape))]);
    const masked = (weight: Tensor, own: Tensor) => ({
      value: tf.mul(weight, mask),
      gradFunc: (dy: Tensor) => [tf.mul(dy, mask), tf.mul(tf.mul(dy, weight), tf.onesLike(own))],
    });
    const straightThrough = tf.customGrad(masked as Parameters<typeof tf.customGrad>[0]);
    const state = { trained: new Map([['scores', scores]]), kept: new Map([['mask', mask]]) };
    try {
      const trained = await context.train({
        model,
        training,
        reparametrize: (name, weight) => (name === WEIGHT ? straightThrough(weight, scores) : weight),
        afterStep: () => removeWorseHalf(scores, mask),
        state: isKept ? state : { trained: state.trained },
      });
      const pruned = mapParameters(trained, (parameter) =>
        parameter.name === WEIGHT
          ? { ...parameter, value: tf.mul(parameter.value, mask), encoding: { sparse: true } }
          : parameter,
      );
      disposeModel(trained);
      return pruned;
    } finally {
      tf.dispose([scores, mask]);
    }
  },
});

/** A weight that is removed does not come back, so that the mask depends on those before it. */
function removeWorseHalf(scores: Variable, mask: Variable): void {
  const values = scores.dataSync();
  const order = Uint32Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b);
  const left = Float32Array.from(mask.dataSync());
  for (const i of order.subarray(0, values.length / 2)) left[i] = 0;
  tf.tidy(() => mask.assign(tf.tensor(left, mask.shape)));
}

describe('a method that is stopped while it trains', () => {
  it('gives the same bytes when its own tensors are in its state', () =>
    withFixture((fixture) => checkResuming(movement(true) as CompressionPlugin, fixture)));

  it('is found out when they are not', () =>
    withFixture(async (fixture) => {
      await expect(checkResuming(movement(false) as CompressionPlugin, fixture)).rejects.toThrow(
        'keep its own tensors',
      );
    }));
});
