import { expect, it } from '@jest/globals';
import { pairsOf } from './attention.js';

it('counts the pairs of a window', () => {
  for (const [length, window] of [
    [8, 4],
    [8, 0],
    [512, 128],
    [3, 4],
    [9, 5],
  ]) {
    let pairs = 0;
    for (let i = 0; i < length; i++) {
      for (let j = 0; j < length; j++) pairs += Number(Math.abs(i - j) <= window / 2);
    }
    expect(pairsOf(length, window)).toBeCloseTo(pairs / length, 9);
  }
  expect(pairsOf(7)).toBe(7);
});
