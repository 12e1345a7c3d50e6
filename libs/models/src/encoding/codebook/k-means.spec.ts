import { describe, expect, it } from '@jest/globals';
import { random } from '#engine';
import { kMeans } from './k-means.js';

const rising = (values: ArrayLike<number>) => Float32Array.from(values).sort();

/** Mean squared difference between values and their nearest centroid. */
const errorOf = (values: Float32Array, centroids: Float64Array) =>
  values.reduce((sum, value) => sum + Math.min(...Array.from(centroids, (one) => (one - value) ** 2)), 0) /
  values.length;

describe('k-means in one dimension', () => {
  it('works as the paper’s figure 3 shows', () => {
    // Han et al. 2016: 16 weights, of which the four centroids become 2.00, 1.50, 0.00 and -1.00
    const weights = [2.09, -0.98, 1.48, 0.09, 0.05, -0.14, -1.08, 2.12, -0.91, 1.92, 0, -1.03, 1.87, 0, 1.53, 1.49];
    const centroids = Array.from(kMeans(rising(weights), 4), (each) => Number(each.toFixed(2)));
    expect(centroids).toEqual([-1, 0, 1.5, 2]);
  });

  // The best quantizers of a normal variable (Max 1960, table I): computed to six digits from the formulas by SciPy
  it.each([
    [2, 0.117482],
    [3, 0.034548],
    [4, 0.009501],
  ])('has the least error that there is for normal values: %i bits', (bits, least) => {
    const values = random(bits).normals(400_000, 1);
    const error = errorOf(values, kMeans(rising(values), 2 ** bits));
    expect(Math.abs(error / least - 1)).toBeLessThan(0.01);
  });

  it('has each centroid at the mean of the values nearest to it', () => {
    const values = random(9).normals(3000, 0.1);
    const centroids = kMeans(rising(values), 8);
    const nearest = (value: number) =>
      centroids.reduce((best, one, i) => (Math.abs(one - value) < Math.abs(centroids[best] - value) ? i : best), 0);
    centroids.forEach((centroid, i) => {
      const own = Array.from(values).filter((value) => nearest(value) === i);
      expect(own.reduce((sum, value) => sum + value, 0) / own.length).toBeCloseTo(centroid, 10);
    });
  });

  it('gives fewer different values exactly, and repeats the last', () => {
    expect([...kMeans(rising([3, 1, 1, 3, 2]), 4)]).toEqual([1, 2, 3, 3]);
    expect([...kMeans(rising([5, 5, 5]), 2)]).toEqual([5, 5]);
    expect([...kMeans(rising([0, 0]), 4)]).toEqual([0, 0, 0, 0]);
    expect([...kMeans(rising([]), 2)]).toEqual([0, 0]);
    // Next to each other in float32, beside one far away
    const next = Math.fround(1 + 2 ** -23);
    expect([...kMeans(rising([1, next, 1, 1e6, 1]), 4)]).toEqual([1, next, 1e6, 1e6]);
    const few = Array.from({ length: 500 }, (_, i) => Math.fround((i % 13) ** 3 / 7));
    expect(errorOf(rising(few), kMeans(rising(few), 16))).toBe(0);
  });

  it('gives an outlier a centroid, and the other values the rest of them', () => {
    const values = random(4).normals(20_000, 1);
    for (const outlier of [1e6, -1e6, 1e30]) {
      const centroids = kMeans(rising([...values, outlier]), 8);
      expect(centroids.filter((one) => Math.abs(one) > 100)).toEqual(Float64Array.of(Math.fround(outlier)));
      expect(errorOf(values, centroids) / errorOf(values, kMeans(rising(values), 7))).toBeCloseTo(1, 2);
    }
  });

  it('of one centroid is the mean', () => {
    expect(kMeans(rising([1, 2, 6]), 1)[0]).toBeCloseTo(3, 12);
  });
});
