import { describe, expect, it } from '@jest/globals';
import { tf } from '../../backend.js';
import { dropoutMask } from '../dropout/dropout-mask.js';
import { compare } from '../../reference/compare.js';
import { addResidual } from './add-residual.js';

const noise = (rate: number) => ({ rate, key: { seed: 1, step: 2, site: 3 } });

describe('addResidual', () => {
  it.each([undefined, 0, 0.3])('is residual + dropout(x), with its gradients: rate %s', (rate) => {
    const [rows, hidden] = [17, 7];
    const mask = dropoutMask(rows * hidden, rate ?? 0, noise(0).key);
    const differences = compare({
      shapes: [
        [rows, hidden],
        [rows, hidden],
      ],
      operation: (x, residual) => addResidual(x, residual, rate === undefined ? undefined : noise(rate)),
      naive: (x, residual) => tf.add(residual, tf.mul(x, tf.tensor(mask, [rows, hidden]))),
      reference: (x, residual) => x.map((value, i) => residual[i] + mask[i] * value),
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-6);
  });

  it('refuses a residual of another shape, and a rate of 1', () => {
    expect(() => addResidual(tf.zeros([3, 5]), tf.zeros([1, 5]))).toThrow('addResidual: residual is float32 [1, 5]');
    expect(() => addResidual(tf.zeros([3, 5]), tf.zeros([3, 5]), noise(1))).toThrow('addResidual: rate is 1');
  });
});
