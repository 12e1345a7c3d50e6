import { describe, expect, it } from '@jest/globals';
import { spread, studentQuantile } from './spread.js';

describe('Student’s quantile', () => {
  // Two-sided 95 %: NIST/SEMATECH e-Handbook of Statistical Methods, 1.3.6.7.2
  it.each([
    [1, 12.706],
    [2, 4.303],
    [3, 3.182],
    [4, 2.776],
    [5, 2.571],
    [9, 2.262],
    [10, 2.228],
    [30, 2.042],
    [100, 1.984],
  ])('of %i degrees of freedom is %d', (freedom, value) => {
    expect(studentQuantile(freedom)).toBeCloseTo(value, 3);
  });
});

describe('a spread', () => {
  it('is mean and interval of the values', () => {
    // SciPy 1.17.1: stats.t.ppf(0.975, 4) * stats.sem(values)
    const { mean, half_width } = spread([78.43, 77.94, 77.94, 81.13, 81.37]);
    expect(mean).toBeCloseTo(79.362, 10);
    expect(half_width).toBeCloseTo(2.156949423, 8);
  });

  it('of one value has no interval, of equal values one of no width', () => {
    expect(spread([0.5])).toEqual({ mean: 0.5, values: [0.5] });
    expect(spread([0.5, 0.5]).half_width).toBe(0);
  });
});
