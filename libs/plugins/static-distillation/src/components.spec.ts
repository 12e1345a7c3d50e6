import { expect, it } from '@jest/globals';
import { type Tensor2D, tf } from '#engine';
import { principalComponents } from './components.js';
import { inverseFrequency, zipfCounts } from './token-weights.js';

it('principal components of points beside a line are their places along it, then across it', () => {
  // (3, 4) / 5 times 5, 0, −5, shifted by (1, 2), and (−4, 3) / 5 times 1, −2, 1 across
  const along = [5, 0, -5];
  const across = [1, -2, 1];
  const points = along.map((a, i) => [1 + (3 * a - 4 * across[i]) / 5, 2 + (4 * a + 3 * across[i]) / 5]);
  tf.tidy(() => {
    const found = principalComponents(tf.tensor2d(points), 2).arraySync();
    const signs = [Math.sign(found[0][0]), Math.sign(found[0][1])];
    found.forEach(([first, second], i) => {
      expect(signs[0] * first).toBeCloseTo(along[i], 5);
      expect(signs[1] * second).toBeCloseTo(across[i], 5);
    });
  });
});

it('principal components do not vary together, and vary the less the later they are', () => {
  tf.tidy(() => {
    const x = tf.randomNormal([40, 6], 0, 1, 'float32', 3) as Tensor2D;
    const y = principalComponents(x, 4);
    const products = tf.matMul(y, y, true, false).arraySync() as number[][];
    products.forEach((row, i) => row.forEach((value, j) => i !== j && expect(Math.abs(value)).toBeLessThan(1e-3)));
    const spread = products.map((row, i) => row[i]);
    expect([...spread].sort((a, b) => b - a)).toEqual(spread);
  });
});

it('a token weighs a / (a + p)', () => {
  const weights = inverseFrequency([9990, 9, 1, 0], 1e-3);
  [1e-3 / (1e-3 + 0.999), 1e-3 / (1e-3 + 0.0009), 1e-3 / (1e-3 + 0.0001), 1].forEach((weight, i) =>
    expect(weights[i]).toBeCloseTo(weight, 6),
  );
  expect(inverseFrequency([0, 0], 1e-3)).toEqual(Float32Array.of(1, 1));
  // As Model2Vec counts ranks: 1/2, 1/3, 1/4
  expect([...zipfCounts(3)]).toEqual([1 / 2, 1 / 3, 1 / 4]);
});
