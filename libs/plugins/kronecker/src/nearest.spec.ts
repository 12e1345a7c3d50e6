import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { type Tensor2D, tf } from '#engine';
import { kroneckerProduct } from '#models';
import { nearestOf, nearestProduct } from './nearest.js';
import { leftSizes } from './sizes.js';
import { KroneckerConfig } from './config.js';

const known = JSON.parse(readFileSync(new URL('fixtures/nearest.json', import.meta.url), 'utf8'));

const distance = (a: Tensor2D, b: Tensor2D) => tf.tidy(() => tf.sum(tf.squaredDifference(a, b)).dataSync()[0]);

const given = (plain: Partial<KroneckerConfig>) => Object.assign(new KroneckerConfig(), plain);

describe('the nearest Kronecker product', () => {
  it.each([
    [2, 3],
    [3, 2],
    [6, 1],
  ])('with a first factor of %i by %i is a product that is there', (m1, n1) => {
    tf.tidy(() => {
      const [a, b] = [tf.randomNormal([m1, n1], 0, 1, 'float32', 1), tf.randomNormal([4, 5], 0, 1, 'float32', 2)];
      const product = kroneckerProduct(a as Tensor2D, b as Tensor2D);
      const { left, right, kept } = nearestProduct(product, [m1, n1]);
      expect(distance(kroneckerProduct(left, right), product)).toBeLessThan(1e-8);
      expect(kept / tf.sum(tf.square(product)).dataSync()[0]).toBeCloseTo(1, 5);
    });
  });

  it.each(known.cases as { left: [number, number]; distance: number }[])(
    'is as far from a matrix as NumPy’s singular values say: %j',
    ({ left: size, distance: wanted }) => {
      tf.tidy(() => {
        const weight = tf.tensor2d(known.weight);
        const { left, right, kept } = nearestProduct(weight, size);
        expect(distance(kroneckerProduct(left, right), weight) / wanted).toBeCloseTo(1, 4);
        expect((tf.sum(tf.square(weight)).dataSync()[0] - kept) / wanted).toBeCloseTo(1, 3);
      });
    },
  );

  it('is the nearest of all sizes', () => {
    tf.tidy(() => {
      const weight = tf.tensor2d(known.weight);
      const sizes = (known.cases as { left: [number, number] }[]).map(({ left }) => left);
      const best = nearestOf(weight, sizes)!;
      const least = Math.min(...(known.cases as { distance: number }[]).map((one) => one.distance));
      expect(distance(kroneckerProduct(best.left, best.right), weight) / least).toBeCloseTo(1, 4);
    });
  });
});

describe('sizes of the first factor', () => {
  it('are all whose smaller factor has as few numbers as the share allows', () => {
    expect(leftSizes(given({ share: 0.25 }), [4, 6])).toEqual([
      [1, 6],
      [2, 2],
      [2, 3],
      [4, 1],
    ]);
  });

  it('are none where the factors are no smaller, or do not divide the matrix', () => {
    expect(leftSizes(given({ share: 0.5 }), [2, 2])).toEqual([]);
    expect(leftSizes(given({ left: [3, 2] }), [4, 6])).toEqual([]);
    expect(leftSizes(given({ left: [2, 2] }), [4, 6])).toEqual([[2, 2]]);
  });
});
