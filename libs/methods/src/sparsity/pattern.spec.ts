import { describe, expect, it } from '@jest/globals';
import { PATTERNS, patternOf, patternZeros } from './pattern.js';

describe('a pattern', () => {
  it('says how many of how many stay', () => {
    expect(PATTERNS.map(patternOf)).toEqual([undefined, { kept: 1, of: 4 }, { kept: 2, of: 4 }, { kept: 4, of: 8 }]);
  });

  it.each([
    [[3, 8], 12],
    [[5, 4], 10],
  ])('2:4 makes so many of %p zero', (shape, zeros) => {
    expect(patternZeros(shape, { kept: 2, of: 4 })).toBe(zeros);
  });
});
