import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { type Choice, allocate } from './allocate.js';

/** Errors that fall to a quarter with each bit from 2 to 5, times a factor. */
const falling = (factor: number, size = 10): Choice => ({
  size,
  errors: [2, 3, 4, 5].map((bits) => factor * 4 ** -bits),
});

const errorOf = (choices: readonly Choice[], bits: readonly number[]) =>
  choices.reduce((sum, { errors }, i) => sum + errors[bits[i] - 2], 0);

/** The least error of all ways within the budget. */
function byTrying(choices: readonly Choice[], bits: number): number {
  const total = choices.reduce((sum, { size }) => sum + size, 0);
  let least = Infinity;
  for (let way = 0; way < 4 ** choices.length; way++) {
    const own = choices.map((_, i) => 2 + (Math.floor(way / 4 ** i) % 4));
    const used = choices.reduce((sum, { size }, i) => sum + size * own[i], 0);
    if (used <= bits * total + 1e-6) least = Math.min(least, errorOf(choices, own));
  }
  return least;
}

describe('bits', () => {
  it('are the best there are for errors that fall ever more slowly, within their average', () => {
    for (let seed = 0; seed < 20; seed++) {
      const numbers = random(seed);
      const choices = Array.from({ length: 5 }, () => falling(numbers.uniform() * 100));
      for (const bits of [2, 2.6, 3.2, 4.4, 5]) {
        expect(errorOf(choices, allocate(choices, bits, 2))).toBeCloseTo(byTrying(choices, bits), 10);
      }
    }
  });

  it('are more for a matrix whose errors matter more: twice the bits’ logarithm (rate distortion)', () => {
    // Each bit is worth a factor of four of sensitivity
    expect(allocate([falling(1), falling(4), falling(16)], 3, 2)).toEqual([2, 3, 4]);
  });

  it('are alike for matrices that are alike, and all the same at both ends', () => {
    const alike = [falling(1), falling(1), falling(1)];
    expect(allocate(alike, 4, 2)).toEqual([4, 4, 4]);
    expect(allocate(alike, 2, 2)).toEqual([2, 2, 2]);
    expect(allocate(alike, 8, 2)).toEqual([5, 5, 5]);
  });

  it('fill what a large matrix leaves with a small one', () => {
    const [large, small] = allocate([falling(8, 100), falling(1, 10)], 3, 2);
    expect([large, small]).toEqual([3, 3]);
    expect(allocate([falling(8, 100), falling(1, 10)], 2.2, 2)).toEqual([2, 4]);
  });
});
