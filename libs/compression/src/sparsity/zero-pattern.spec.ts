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
});
