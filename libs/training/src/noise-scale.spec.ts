import { expect, it } from '@jest/globals';
import { random } from '#engine';
import { addNorms, criticalBatch, noNoise } from './noise-scale.js';

/** Mean gradient of a batch of examples that are a fixed vector and Gaussian noise. */
function square(stream: ReturnType<typeof random>, examples: readonly Float64Array[]): number {
  const mean = examples[0].map((_, i) => examples.reduce((sum, each) => sum + each[i], 0) / examples.length);
  return mean.reduce((sum, x) => sum + x * x, 0);
}

it('is the ratio of noise to signal of gradients whose both are known', () => {
  const stream = random(3);
  const [width, deviation, signal] = [50, 2, 0.3];
  const scale = noNoise();
  for (let step = 0; step < 400; step++) {
    const examples = Array.from({ length: 16 }, () =>
      Float64Array.from(stream.normals(width, deviation), (x) => signal + x),
    );
    addNorms(scale, {
      small: { size: 8, square: square(stream, examples.slice(0, 8)) },
      large: { size: 16, square: square(stream, examples) },
    });
  }
  // tr Σ = 50 · 2², |G|² = 50 · 0.3²
  expect(criticalBatch(scale)! / (deviation ** 2 / signal ** 2)).toBeGreaterThan(0.7);
  expect(criticalBatch(scale)! / (deviation ** 2 / signal ** 2)).toBeLessThan(1.4);
});

it('is exact where the norms are those of the model of noise', () => {
  const scale = noNoise();
  // |G|² = 2, tr Σ = 30: |g_b|² = 2 + 30 / b
  const norms = { small: { size: 5, square: 8 }, large: { size: 10, square: 5 } };
  for (let i = 0; i < 8; i++) addNorms(scale, norms);
  expect(criticalBatch(scale)).toBeCloseTo(15, 10);
});

it('is not known from few measurements, or where there is more noise than can be told apart', () => {
  const scale = noNoise();
  for (let i = 0; i < 7; i++) addNorms(scale, { small: { size: 5, square: 8 }, large: { size: 10, square: 5 } });
  expect(criticalBatch(scale)).toBeUndefined();
  const drowned = noNoise();
  for (let i = 0; i < 20; i++) addNorms(drowned, { small: { size: 5, square: 8 }, large: { size: 10, square: 3 } });
  expect(criticalBatch(drowned)).toBeUndefined();
});
