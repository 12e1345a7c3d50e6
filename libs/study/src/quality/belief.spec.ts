import { expect, it } from '@jest/globals';
import { startFrom } from './belief.js';

it('of one coefficient is the mean weighted by precision', () => {
  const belief = startFrom([{ mean: 1, deviation: 2 }]);
  belief.observe([1], 4, 0.5);
  belief.observe([1], 5, 1);
  // Precisions 1/4 of the prior, 2 and 1 of the observations
  const precision = 0.25 + 2 + 1;
  expect(belief.mean[0]).toBeCloseTo((0.25 * 1 + 2 * 4 + 1 * 5) / precision, 12);
  expect(belief.expect([3]).variance).toBeCloseTo(9 / precision, 12);
});

it('of two coefficients solves the normal equations', () => {
  const belief = startFrom([
    { mean: 0, deviation: 1 },
    { mean: 0, deviation: 1 },
  ]);
  const rows = [
    [1, 2],
    [1, 3],
    [1, 5],
  ];
  const values = [1, 2, 2];
  rows.forEach((row, i) => belief.observe(row, values[i], 1));
  // (XᵀX + I) b = Xᵀy: [[4, 10], [10, 39]] b = [5, 18]
  const determinant = 4 * 39 - 100;
  expect(belief.mean[0]).toBeCloseTo((39 * 5 - 10 * 18) / determinant, 12);
  expect(belief.mean[1]).toBeCloseTo((4 * 18 - 10 * 5) / determinant, 12);
  expect(belief.covariance[0][1]).toBeCloseTo(-10 / determinant, 12);
});

it('stays as it was where nothing was observed', () => {
  expect(startFrom([{ mean: 2, deviation: 3 }]).expect([2])).toEqual({ mean: 4, variance: 36 });
});
