import { describe, expect, it } from '@jest/globals';
import { tf } from '../../backend.js';
import { dropoutMask } from './dropout-mask.js';
import { dropout } from './dropout.js';
import { compare } from '../../reference/compare.js';

const key = { seed: 3, step: 5, site: 7 };

describe('dropout', () => {
  it('multiplies by its mask, and the gradient by the same', () => {
    const mask = dropoutMask(63 * 17, 0.4, key);
    const differences = compare({
      shapes: [[63, 17]],
      operation: (x) => dropout(x, { rate: 0.4, key }),
      naive: (x) => tf.mul(x, tf.tensor(mask, [63, 17])),
      reference: (x) => x.map((value, i) => value * mask[i]),
    });
    expect(differences.value).toBeLessThan(1e-7);
    expect(differences.finite).toBeLessThan(1e-6);
    expect(differences.autodiff).toBe(0);
  });

  it('changes nothing at rate 0', () => {
    const x = tf.ones([3]);
    expect(dropout(x, { rate: 0, key })).toBe(x);
  });

  it('refuses a rate of 1, below 0, or that is no number', () => {
    for (const rate of [1, -0.1, NaN]) {
      expect(() => dropout(tf.ones([3]), { rate, key })).toThrow(
        `dropout: rate is ${rate}, expected a number from 0 below 1.`,
      );
    }
  });
});
