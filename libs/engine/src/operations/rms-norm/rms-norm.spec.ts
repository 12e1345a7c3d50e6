import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import type { Numbers } from '../../reference/float64.js';
import { rmsNorm } from './rms-norm.js';

const EPSILON = 1e-6;

function reference(x: Numbers, gain: Numbers): Numbers {
  const hidden = gain.length;
  return x.map((value, i) => {
    const row = x.subarray(i - (i % hidden), i - (i % hidden) + hidden);
    return (gain[i % hidden] * value) / Math.sqrt(row.reduce((sum, each) => sum + each ** 2 / hidden, EPSILON));
  });
}

describe('rmsNorm', () => {
  it.each([
    [1, 17],
    [7, 63],
    [63, 7],
  ])('is that of its definition, with its gradients: %d x %d', (rows, hidden) => {
    const differences = compare({
      shapes: [[rows, hidden], [hidden]],
      operation: (x, gain) => rmsNorm(x, gain, EPSILON),
      naive: (x, gain) => tf.mul(tf.div(x, tf.sqrt(tf.add(tf.mean(tf.square(x), 1, true), EPSILON))), gain),
      reference,
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-5);
  });

  it('is 0 for a row of zeros, with a finite gradient', () => {
    const gain = tf.ones([4]) as ReturnType<typeof tf.tensor1d>;
    expect([...rmsNorm(tf.zeros([1, 4]), gain, EPSILON).dataSync()]).toEqual([0, 0, 0, 0]);
    const gradient = tf.grad((x) => rmsNorm(x as Tensor2D, gain, EPSILON))(tf.zeros([1, 4]));
    for (const value of gradient.dataSync()) expect(value).toBeCloseTo(1 / Math.sqrt(EPSILON), 1);
  });

  it('has second derivatives', () => {
    const gain = tf.tensor1d([1, 2, -1, 0.5, 1]);
    expect(secondDerivativeDifference((x: Tensor) => rmsNorm(x as Tensor2D, gain, EPSILON), [3, 5])).toBeLessThan(1e-3);
  });

  it('refuses a gain of another width, and an epsilon below 0', () => {
    const gain = tf.zeros([3]) as ReturnType<typeof tf.tensor1d>;
    expect(() => rmsNorm(tf.zeros([2, 4]), gain, EPSILON)).toThrow('rmsNorm: gain is float32 [3]');
    expect(() => rmsNorm(tf.zeros([2, 3]), gain, -1)).toThrow('rmsNorm: epsilon is -1');
  });
});
