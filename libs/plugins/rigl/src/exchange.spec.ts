import { describe, expect, it } from '@jest/globals';
import { checkConfig } from '#contracts';
import { tf, valueAndGradients } from '#engine';
import { RiglConfig } from './config.js';
import { exchanged } from './exchange.js';
import { masked } from './masked.js';
import { exchangesAfter, fractionAfter } from './schedule.js';

describe('an exchange', () => {
  const connections = {
    weights: Float32Array.of(5, -1, 2, 0, 0, 0, 0, 3),
    gradients: Float32Array.of(9, 0.5, 9, -4, 1, 2, 0, 9),
    mask: Float32Array.of(1, 1, 1, 0, 0, 0, 0, 1),
    isGone: () => false,
  };

  it('takes the least weights and gives the greatest gradients', () => {
    expect(Array.from(exchanged(connections, 0.25))).toEqual([1, 0, 1, 1, 0, 0, 0, 1]);
    // -1 and 2 go; 2, whose gradient is 9, comes back at once, and beside it the one of -4
    expect(Array.from(exchanged(connections, 0.5))).toEqual([1, 0, 1, 1, 0, 0, 0, 1]);
    expect(exchanged(connections, 0)).toEqual(connections.mask);
  });

  it('gives nothing where a weight is gone for good', () => {
    const isGone = (index: number) => index === 3;
    expect(Array.from(exchanged({ ...connections, isGone }, 0.25))).toEqual([1, 0, 1, 0, 0, 1, 0, 1]);
    expect(Array.from(exchanged({ ...connections, isGone: (i) => i > 2 && i < 7 }, 0.5))).toEqual(
      Array.from(connections.mask),
    );
  });

  it('keeps a connection that came a moment ago, whose weight is 0, for one before those that are not there', () => {
    const mask = Float32Array.of(1, 1, 1, 1, 0, 0, 0, 1);
    const after = exchanged({ ...connections, mask, gradients: connections.gradients.with(3, 0) }, 0.2);
    expect(Array.from(after)).toEqual([1, 1, 1, 0, 0, 1, 0, 1]);
  });
});

it('the gradient of a weight that is not there is shown, and moves nothing', () => {
  const weight = tf.variable(tf.tensor1d([2, -3, 4]));
  const mask = tf.variable(tf.tensor1d([1, 0, 1]));
  const slopes = tf.tensor1d([0.5, 0.25, -1]);
  let seen: number[] = [];
  const see = (gradient: { dataSync(): ArrayLike<number> }) => (seen = Array.from(gradient.dataSync()));
  const { gradients } = valueAndGradients(
    () => tf.sum(tf.mul(masked(weight, mask, see), slopes)),
    new Map([['weight', weight]]),
  );
  expect(Array.from(gradients.get('weight')!.dataSync())).toEqual([0.5, 0, -1]);
  expect(seen).toEqual([0.5, 0.25, -1]);
  tf.dispose([weight, mask, slopes, ...gradients.values()]);
});

describe('exchanges', () => {
  const config = checkConfig(RiglConfig, { every: 10, fraction: 0.3, until: 0.8, finetune: { stop: { steps: 100 } } });

  it('come every so many updates, until they come to rest', () => {
    const all = Array.from({ length: 100 }, (_, i) => i + 1).filter((step) => exchangesAfter(step, config));
    expect(all).toEqual([10, 20, 30, 40, 50, 60, 70]);
  });

  it('become smaller as a cosine', () => {
    expect(fractionAfter(0, config)).toBe(0.3);
    expect(fractionAfter(40, config)).toBeCloseTo(0.15, 12);
    expect(fractionAfter(80, config)).toBeCloseTo(0, 12);
  });

  it('need a number of updates', () => {
    expect(() => checkConfig(RiglConfig, { finetune: { stop: { seconds: 3 } } })).toThrow('finetune.stop.steps');
  });
});
