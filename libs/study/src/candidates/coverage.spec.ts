import { expect, it } from '@jest/globals';
import { coverageOf } from './coverage.js';

it('keeps the most used tokens first', () => {
  const covered = coverageOf(Int32Array.of(5, 5, 5, 5, 2, 2, 2, 9, 9, 1), 12);
  expect([1, 2, 3, 4, 12, 100].map(covered)).toEqual([0.4, 0.7, 0.9, 1, 1, 1]);
  expect(coverageOf(new Int32Array(), 12)(3)).toBe(1);
});
