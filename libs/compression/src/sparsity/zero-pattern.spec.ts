import { describe, expect, it } from '@jest/globals';
import { zeroPattern } from './zero-pattern.js';

const zeroed = (scores: number[], kept: number, of: number) => {
  const own = Float32Array.from(scores);
  zeroPattern(own, { kept, of });
  return Array.from(own);
};

describe('zeroPattern', () => {
  it('keeps the greatest two of each four', () => {
    expect(zeroed([1, 4, 2, 3, 9, 8, 7, 6], 2, 4)).toEqual([0, 4, 0, 3, 9, 8, 0, 0]);
  });

  it('takes the first of equal ones, zeros among them', () => {
    expect(zeroed([1, 1, 1, 1, 0, 5, 0, 0], 2, 4)).toEqual([0, 0, 1, 1, 0, 5, 0, 0]);
  });

  it('keeps as many of the last ones, which are fewer', () => {
    expect(zeroed([4, 3, 2, 1, 3, 1, 2], 2, 4)).toEqual([4, 3, 0, 0, 3, 0, 2]);
    expect(zeroed([4, 3, 2, 1, 5], 2, 4)).toEqual([4, 3, 0, 0, 5]);
  });
});
