import { expect, it } from '@jest/globals';
import { random } from '#engine';
import { rearranged } from './rearrange.js';

/** The products of slopes [sentences][units], and what removing some units costs: the square of the sum of their slopes. */
function fisherOf(slopes: readonly (readonly number[])[]): Float64Array {
  const units = slopes[0].length;
  return Float64Array.from({ length: units * units }, (_, at) =>
    slopes.reduce((sum, own) => sum + own[Math.floor(at / units)] * own[at % units], 0),
  );
}

const costOf = (slopes: readonly (readonly number[])[], kept: readonly number[]) =>
  slopes.reduce((sum, own) => sum + own.reduce((all, slope, i) => all + (kept.includes(i) ? 0 : slope), 0) ** 2, 0);

it('lets go what cancels out, though each of it alone matters most', () => {
  const slopes = [
    [1, -1, 0],
    [0, 0, 0.9],
  ];
  expect(rearranged(fisherOf(slopes), 3, 1)).toEqual([2]);
});

it('keeps everything, and the most important one', () => {
  const slopes = [
    [3, 0, 0],
    [0, 1, 0],
    [0, 0, 2],
  ];
  expect(rearranged(fisherOf(slopes), 3, 3)).toEqual([0, 1, 2]);
  expect(rearranged(fisherOf(slopes), 3, 1)).toEqual([0]);
});

it('never costs more than the diagonal’s choice, and mostly less', () => {
  let better = 0;
  for (let seed = 0; seed < 20; seed++) {
    const numbers = random(seed);
    const slopes = Array.from({ length: 12 }, () => Array.from(numbers.normals(8, 1)));
    const fisher = fisherOf(slopes);
    const sizes = Array.from({ length: 8 }, (_, i) => fisher[9 * i]);
    const byDiagonal = sizes
      .map((size, i) => [size, i])
      .sort(([one], [other]) => other - one)
      .slice(0, 3)
      .map(([, i]) => i);
    const [own, other] = [rearranged(fisher, 8, 3), byDiagonal].map((kept) => costOf(slopes, kept));
    expect(own).toBeLessThanOrEqual(other + 1e-9);
    if (own < other - 1e-9) better++;
  }
  expect(better).toBeGreaterThan(10);
});
