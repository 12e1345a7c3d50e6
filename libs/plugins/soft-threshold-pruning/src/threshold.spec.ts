import { describe, expect, it } from '@jest/globals';
import { random, tf, type Variable, valueAndGradients } from '#engine';
import { levelOf } from './level.js';
import { softThreshold, thresholdOf } from './threshold.js';

describe('the soft threshold', () => {
  it('moves weights towards zero by the threshold, and has the gradients of the paper', () => {
    const weight = tf.variable(tf.tensor1d([2, -3, 0.5, -0.25, 0]));
    const s = tf.variable(tf.scalar(0.1));
    const level = tf.scalar(0.5);
    const slopes = tf.tensor1d([0.5, 0.25, -1, 2, 7]);
    const rate = 10;
    // 0.5 e = 1.359
    const threshold = 0.5 * Math.E;
    const { value, gradients } = valueAndGradients(
      () => tf.sum(tf.mul(softThreshold(weight, thresholdOf(level, s, rate)), slopes)),
      new Map<string, Variable>([
        ['weight', weight],
        ['s', s],
      ]),
    );
    expect(value).toBeCloseTo(0.5 * (2 - threshold) - 0.25 * (3 - threshold), 5);
    expect(Array.from(gradients.get('weight')!.dataSync())).toEqual([0.5, 0.25, 0, 0, 0]);
    // -g'(s) Σ sign(W) dL/dW' of the weights above the threshold: (0.5 - 0.25), g' = rate g
    expect(gradients.get('s')!.dataSync()[0]).toBeCloseTo(-rate * threshold * 0.25, 4);
    tf.dispose([weight, s, level, slopes, ...gradients.values()]);
  });
});

describe('the level', () => {
  const weights = [Float32Array.of(1, -2, 3, 0), Float32Array.of(-10, 20, 30, 40)];

  it('is between the last weight that goes and the first that stays', () => {
    expect(levelOf(weights, [1, 1], 0.375)).toBe(2.5);
    // As multiples of their thresholds: 1, 2, 3, 0 and 1, 2, 3, 4, of which four go
    expect(levelOf(weights, [1, 10], 0.625)).toBe(2.5);
    expect(levelOf(weights, [1, 1], 0)).toBe(0);
  });

  // 1 - s is the share of a normal distribution beyond t: 1.2816 for 0.8 (its 90th percentile)
  it('of normal weights is the quantile of their distribution', () => {
    expect(levelOf([random(3).normals(200_000, 1)], [1], 0.8)).toBeCloseTo(1.2816, 2);
  });
});
