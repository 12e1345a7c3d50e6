import { describe, expect, it } from '@jest/globals';
import { addNorm } from './add-norm.js';
import { tf, type Tensor1D, type Tensor2D } from '../../backend.js';
import { dropoutMask } from '../dropout/dropout-mask.js';
import { layerNorm } from '../layer-norm/layer-norm.js';
import { compare } from '../../reference/compare.js';
import { layerNorm as reference } from '../../reference/float64.js';

const EPSILON = 1e-12;

describe('addNorm', () => {
  for (const rate of [0, 0.3]) {
    it(`is the norm of residual and dropped-out x, with its gradients: rate ${rate}`, () => {
      const [rows, hidden] = [17, 7];
      const noise = { rate, key: { seed: 1, step: 2, site: 3 } };
      const mask = dropoutMask(rows * hidden, rate, noise.key);
      const differences = compare({
        shapes: [[rows, hidden], [rows, hidden], [hidden], [hidden]],
        operation: (x, residual, gain, bias) => addNorm(x, residual, { gain, bias }, EPSILON, noise),
        naive: (x, residual, gain, bias) => {
          const sum = tf.add(residual, tf.mul(x, tf.tensor(mask, [rows, hidden])));
          const { mean, variance } = tf.moments(sum, 1, true);
          return tf.add(tf.mul(tf.div(tf.sub(sum, mean), tf.sqrt(variance)), gain), bias);
        },
        reference: (x, residual, gain, bias) => {
          return reference(
            x.map((value, i) => residual[i] + mask[i] * value),
            gain,
            bias,
            EPSILON,
          );
        },
      });
      expect(differences.value).toBeLessThan(1e-5);
      expect(differences.finite).toBeLessThan(1e-5);
      expect(differences.autodiff).toBeLessThan(2e-5);
    });
  }

  it('leaves out the bias when it is null', () => {
    const differences = compare({
      shapes: [[17, 7], [17, 7], [7]],
      operation: (x, residual, gain) => addNorm(x, residual, { gain, bias: null }, EPSILON),
      naive: (x, residual, gain) => layerNorm(tf.add(x, residual), { gain, bias: tf.zerosLike(gain) }, EPSILON),
      reference: (x, residual, gain) =>
        reference(
          x.map((value, i) => residual[i] + value),
          gain,
          null,
          EPSILON,
        ),
    });
    expect(Math.max(...Object.values(differences))).toBeLessThan(2e-5);
  });

  it('drops nothing when no dropout is given', () => {
    const x = tf.randomNormal([3, 5]) as Tensor2D;
    const weights = { gain: tf.ones([5]) as Tensor1D, bias: tf.zeros([5]) as Tensor1D };
    const expected = layerNorm(tf.mul(x, 2), weights, EPSILON).dataSync();
    expect(addNorm(x, x, weights, EPSILON).dataSync()).toEqual(expected);
  });

  it('refuses a residual of another shape', () => {
    const weights = { gain: tf.ones([5]) as Tensor1D, bias: tf.zeros([5]) as Tensor1D };
    expect(() => addNorm(tf.zeros([3, 5]), tf.zeros([4, 5]), weights, EPSILON)).toThrow(
      'addNorm: residual is float32 [4, 5]',
    );
  });
});
