import { describe, expect, it } from '@jest/globals';
import { tf } from '../../backend.js';
import { meanSquaredError } from './mean-squared-error.js';
import { compare } from '../../reference/compare.js';

describe('meanSquaredError', () => {
  it('is the mean of squares, with its gradients', () => {
    const differences = compare({
      shapes: [[17], [17]],
      operation: meanSquaredError,
      naive: (a, b) => tf.mean(tf.square(tf.sub(a, b))),
      reference: (a, b) => [a.reduce((sum, value, i) => sum + (value - b[i]) ** 2, 0) / 17],
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-6);
  });

  it('refuses targets of another number', () => {
    expect(() => meanSquaredError(tf.zeros([2]), tf.zeros([3]))).toThrow('meanSquaredError: targets is float32 [3]');
  });
});
