import { describe, expect, it } from '@jest/globals';
import { patternOf } from '#compression';
import { random } from '#engine';
import { prune } from './prune.js';

const pruned = (weights: readonly number[], squares: readonly number[], sparsity: number, pattern = 'none') => {
  const own = Float32Array.from(weights);
  prune(own, Float32Array.from(squares), { sparsity, pattern: patternOf(pattern) });
  return Array.from(own);
};

describe('wanda’s rule', () => {
  it('weighs magnitudes by the norms of the inputs: the example of the paper’s figure 1, by hand', () => {
    // Norms 1, 2, 8 and 3 make [4, 0, 8, 3], [3, 4, 8, 9] and [3, 2, 0, 6] of the magnitudes; half of each row goes
    const weights = [4, 0, 1, -1, 3, -2, -1, -3, -3, 1, 0, 2];
    expect(pruned(weights, [1, 4, 64, 9], 0.5)).toEqual([4, 0, 1, 0, 0, 0, -1, -3, -3, 0, 0, 2]);
  });

  it('is magnitude pruning of each row where all inputs have one norm', () => {
    const values = random(3).normals(8 * 60, 1);
    const expected = Array.from({ length: 8 }, (_, row) => {
      const own = Array.from(values.subarray(60 * row, 60 * (row + 1)));
      const order = own.map((_, i) => i).sort((a, b) => Math.abs(own[a]) - Math.abs(own[b]));
      const gone = new Set(order.slice(0, 36));
      return own.map((value, i) => (gone.has(i) ? 0 : value));
    }).flat();
    expect(pruned(Array.from(values), Array(60).fill(7), 0.6)).toEqual(expected);
  });

  it('removes the weights of inputs that are always zero first, and no more than it is asked for', () => {
    expect(pruned([1, 2, 3, 0.5], [0, 1, 0, 1], 0.5)).toEqual([0, 2, 0, 0.5]);
    expect(pruned([1, 2, 3, 0.5], [0, 0, 0, 1], 0.5)).toEqual([0, 0, 3, 0.5]);
    expect(pruned([1, 0, 3, 0.5], [0, 0, 0, 0], 0.5)).toEqual([0, 0, 3, 0.5]);
  });

  it('keeps two of each four', () => {
    expect(pruned([1, 2, 3, 4, 4, 3, 2, 1], [1, 1, 1, 1, 1, 1, 100, 1], 0.5, '2:4')).toEqual([0, 0, 3, 4, 4, 0, 2, 0]);
  });

  it('ranks by an input of 1e6 without losing the others’ order', () => {
    expect(pruned([1e-4, 2, 3, 1, 0.5, 4], [1e12, 1, 1, 1, 1, 1], 0.5)).toEqual([Math.fround(1e-4), 0, 3, 0, 0, 4]);
  });
});
