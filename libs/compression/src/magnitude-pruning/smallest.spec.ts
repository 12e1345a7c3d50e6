import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { zeroSmallest } from './smallest.js';

const zeroed = (count: number, ...weights: number[][]) => {
  const arrays = weights.map((values) => Float32Array.from(values));
  zeroSmallest(arrays, count);
  return arrays.map((values) => Array.from(values));
};

describe('zeroSmallest', () => {
  it('removes the least magnitudes, whatever their sign', () => {
    expect(zeroed(3, [0.5, -0.1, 2, -3, 0.25, 1e-40])).toEqual([[0.5, 0, 2, -3, 0, 0]]);
  });

  it('compares across tensors', () => {
    expect(zeroed(3, [1, 5, 2], [4, -3, 6])).toEqual([
      [0, 5, 0],
      [4, 0, 6],
    ]);
  });

  it('takes the first of equal magnitudes, and counts zeros that are there already', () => {
    expect(zeroed(3, [1, 1, -1], [1, 0, 1])).toEqual([
      [0, 0, -1],
      [1, 0, 1],
    ]);
  });

  it('removes nothing for 0 and everything for all', () => {
    expect(zeroed(0, [1, 0.5])).toEqual([[1, 0.5]]);
    expect(zeroed(2, [1, 0.5])).toEqual([[0, 0]]);
  });

  it('keeps what sorting by magnitude would keep', () => {
    const values = random(7).normals(10_000, 0.02);
    const sorted = Array.from(values).sort((a, b) => Math.abs(a) - Math.abs(b));
    const kept = new Set(sorted.slice(6321));
    const pruned = values.slice();
    zeroSmallest([pruned], 6321);
    expect(Array.from(pruned)).toEqual(Array.from(values, (value) => (kept.has(value) ? value : 0)));
  });

  // 1 - s + 2 t phi(t) of the energy, where |x| < t has the probability s: for x normal, by the normal distribution
  it.each([
    [0.5, 0.928674],
    [0.8, 0.64982],
    [0.9, 0.439286],
  ])('keeps the energy of normal weights that theory says at sparsity %d', (sparsity, kept) => {
    const values = random(11).normals(400_000, 1);
    const energy = () => values.reduce((sum, value) => sum + value ** 2, 0);
    const before = energy();
    zeroSmallest([values], sparsity * values.length);
    expect(energy() / before).toBeCloseTo(kept, 2);
  });
});
