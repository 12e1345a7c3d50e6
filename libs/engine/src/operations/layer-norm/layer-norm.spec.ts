import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { layerNorm } from './layer-norm.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { layerNorm as reference } from '../../reference/float64.js';

const EPSILON = 1e-12;

function naive(x: Tensor2D, gain: Tensor, bias: Tensor): Tensor2D {
  const { mean, variance } = tf.moments(x, 1, true);
  return tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, EPSILON))), gain), bias);
}

describe('layerNorm', () => {
  for (const [rows, hidden] of [
    [1, 17],
    [7, 63],
    [63, 7],
  ]) {
    it(`is that of its definition, with its gradients: ${rows} x ${hidden}`, () => {
      const differences = compare({
        shapes: [[rows, hidden], [hidden], [hidden]],
        operation: (x, gain, bias) => layerNorm(x, { gain, bias }, EPSILON),
        naive,
        reference: (x, gain, bias) => reference(x, gain, bias, EPSILON),
      });
      expect(differences.value).toBeLessThan(1e-5);
      expect(differences.finite).toBeLessThan(1e-5);
      expect(differences.autodiff).toBeLessThan(2e-5);
    });
  }

  it('leaves out the bias when it is null', () => {
    const differences = compare({
      shapes: [[7, 63], [63]],
      operation: (x, gain) => layerNorm(x, { gain, bias: null }, EPSILON),
      naive: (x, gain) => naive(x, gain, tf.zerosLike(gain)),
      reference: (x, gain) => reference(x, gain, null, EPSILON),
    });
    expect(Math.max(...Object.values(differences))).toBeLessThan(2e-5);
  });

  it('gives the bias for a row without variance', () => {
    const bias = tf.tensor1d([1, 2, 3, 4]);
    const y = layerNorm(tf.fill([1, 4], 5), { gain: tf.ones([4]), bias }, 1e-5);
    expect([...y.dataSync()]).toEqual([1, 2, 3, 4]);
  });

  it('has second derivatives', () => {
    const gain = tf.tensor1d([1, 2, -1, 0.5, 1]);
    const bias = tf.tensor1d([0, 1, 2, 0, 0]);
    const operation = (x: Tensor) => layerNorm(x as Tensor2D, { gain, bias }, EPSILON);
    expect(secondDerivativeDifference(operation, [3, 5])).toBeLessThan(1e-3);
  });

  it('refuses a gain of another width', () => {
    const bias = tf.zeros([4]) as ReturnType<typeof tf.tensor1d>;
    expect(() => layerNorm(tf.zeros([2, 4]), { gain: tf.zeros([3]), bias }, EPSILON)).toThrow(
      'layerNorm: gain is float32 [3], expected float32 [hidden = 4]',
    );
  });
});
