import { describe, expect, it } from '@jest/globals';
import { tf, valueAndGradients } from '#engine';
import { type LearnedGrid, gridNow, learnedGrid, onLearnedGrid } from './learned-scales.js';

const [OUT, IN] = [2, 6];
const VALUES = [0.31, -0.42, 0.05, 0.9, -1.3, 0.12, 0.02, 0.77, -0.66, 0.24, 0.5, -0.08];
const ABOVE = [1, -2, 0.5, 3, -1, 2, 0.25, -0.5, 1.5, -1, 2, 0.75];
const SCALES = [0.2, 0.3, 0.25, 0.1];

/** Groups of 3 on 3 bits, with these scales. */
function gridOf(scales: readonly number[], start = 1): LearnedGrid {
  return {
    spec: { bits: 3, granularity: 'group', groupSize: 3, symmetric: true },
    shape: [OUT, IN],
    units: Float32Array.from(scales, (scale) => scale / start),
    trained: tf.tidy(() => tf.variable(tf.fill([scales.length], start))),
  };
}

function slopesOf(grid: LearnedGrid) {
  const weight = tf.variable(tf.tensor2d(VALUES, [OUT, IN]));
  const above = tf.tensor2d(ABOVE, [OUT, IN]);
  const variables = new Map([
    ['weight', weight],
    ['trained', grid.trained],
  ]);
  const { gradients } = valueAndGradients(() => tf.sum(tf.mul(onLearnedGrid(weight, grid), above)), variables);
  const [ofWeight, ofScales] = ['weight', 'trained'].map((name) => Array.from(gradients.get(name)!.dataSync()));
  const rounded = tf.tidy(() => Array.from(onLearnedGrid(weight, grid).dataSync()));
  tf.dispose([weight, above, grid.trained, ...gradients.values()]);
  return { rounded, ofWeight, ofScales };
}

const expectNear = (found: readonly number[], expected: readonly number[]) =>
  found.forEach((value, i) => expect(value).toBeCloseTo(expected[i], 5));

describe('a weight on a grid of learned scales', () => {
  // By PyTorch's autograd, from LSQ's pseudo-code (Esser et al. 2020, appendix B): codes from -4 to 3
  const ROUNDED = [0.4, -0.4, 0, 0.9, -1.2, 0, 0, 0.75, -0.75, 0.2, 0.3, -0.1];
  const OF_WEIGHT = [1, -2, 0.5, 3, 0, 2, 0.25, 0, 1.5, -1, 0, 0.75];
  const OF_SCALES = [0.0416665, 1.0666671, -0.6866667, 2.0833335];

  it('has the values and gradients of LSQ', () => {
    const { rounded, ofWeight, ofScales } = slopesOf(gridOf(SCALES));
    expectNear(rounded, ROUNDED);
    expectNear(ofWeight, OF_WEIGHT);
    expectNear(
      ofScales.map((slope, i) => slope * SCALES[i]),
      OF_SCALES,
    );
  });

  it('moves its scales by gradient descent as LSQ does, whatever they are multiples of', () => {
    for (const start of [0.05, 1, 7]) {
      const { ofScales } = slopesOf(gridOf(SCALES, start));
      expectNear(
        ofScales.map((slope, i) => (slope * SCALES[i]) / start),
        OF_SCALES,
      );
    }
  });

  it('begins with the scales of the grid, as multiples of the size of its weights', () => {
    const value = tf.tensor2d([3, -4, 0, 0, 0, 0, 0, 0], [2, 4]);
    const grid = learnedGrid(
      { name: 'a.weight', role: 'linear', value },
      { bits: 3, granularity: 'channel', symmetric: true },
    );
    // max(3 / 3, 4 / 4); a row of zeros has scale 1
    expect(Array.from(gridNow(grid).scales)).toEqual([1, 1]);
    expect(Array.from(grid.trained.dataSync())).toEqual([1, 1].map(() => Math.fround(Math.sqrt(25 / 8))));
    tf.dispose([value, grid.trained]);
  });

  it('keeps its scales above zero, and zeros at zero', () => {
    const grid = gridOf([1, 1, 1, 1]);
    const low = tf.tensor1d([-1, 0, 1, 2]);
    grid.trained.assign(low);
    const weight = tf.zeros([OUT, IN]);
    expect(gridNow(grid).scales.every((scale) => scale > 0)).toBe(true);
    expect(tf.tidy(() => Array.from(onLearnedGrid(weight, grid).dataSync())).every((value) => value === 0)).toBe(true);
    tf.dispose([low, weight, grid.trained]);
  });
});
