import { describe, expect, it } from '@jest/globals';
import { random, type Tensor2D, tf } from '#engine';
import { type GridSpec, fitGrid, projectToGrid } from '#models';
import { clippedGrid } from './clip.js';
import { outputError } from './output-error.js';
import { searchScale } from './search-scale.js';

const [OUT, IN, ROWS] = [24, 64, 300];
const GRID: GridSpec = { bits: 3, granularity: 'group', groupSize: 16, symmetric: true };

/** Inputs of which every tenth is much larger than the others. */
const inputs = tf.tidy(() => {
  const numbers = random(4);
  const sizes = tf.tensor1d(Array.from({ length: IN }, (_, i) => (i % 10 === 3 ? 12 : 0.3)));
  return tf.keep(tf.mul(tf.tensor2d(numbers.normals(ROWS * IN, 1), [ROWS, IN]), sizes)) as Tensor2D;
});
const products = tf.matMul(inputs, inputs, true) as Tensor2D;
const magnitudes = Float32Array.from(tf.mean(tf.abs(inputs), 0).dataSync());
const weight = tf.tensor2d(random(9).normals(OUT * IN, 0.05), [OUT, IN]);

/** Squared error of the outputs, from the inputs themselves. */
const errorOf = (values: Tensor2D) =>
  tf.tidy(() => tf.sum(tf.square(tf.matMul(inputs, tf.sub(values, weight) as Tensor2D, false, true))).dataSync()[0]);

const roundedWith = (factors: Float32Array) =>
  tf.tidy(() => {
    const scaled = tf.mul(weight, tf.tensor1d(factors)).dataSync<'float32'>();
    const rounded = projectToGrid(scaled, [OUT, IN], fitGrid(scaled, [OUT, IN], GRID));
    return tf.div(tf.tensor2d(rounded, [OUT, IN]), tf.tensor1d(factors)) as Tensor2D;
  });

it('the error of outputs is that of the inputs’ products', () => {
  const change = tf.tensor2d(random(2).normals(OUT * IN, 0.01), [OUT, IN]);
  const direct = tf.tidy(() => tf.sum(tf.square(tf.matMul(inputs, change, false, true)), 0).dataSync());
  outputError(change, products).forEach((error, row) => expect(error / direct[row]).toBeCloseTo(1, 4));
});

describe('the search for scales', () => {
  it('makes weights of large inputs larger, and the error of outputs less', () => {
    const factors = searchScale([{ weight, grid: GRID }], magnitudes, products);
    const [large, small] = [factors[3], factors[4]];
    expect(large).toBeGreaterThan(1.5 * small);
    expect(errorOf(roundedWith(factors))).toBeLessThan(0.6 * errorOf(roundedWith(new Float32Array(IN).fill(1))));
  });

  it('finds the power of the magnitudes that a look at the outputs themselves finds', () => {
    const errors = Array.from({ length: 20 }, (_, i) => {
      const powers = magnitudes.map((magnitude) => magnitude ** (i / 20));
      const middle = Math.sqrt(Math.max(...powers) * Math.min(...powers));
      return errorOf(roundedWith(powers.map((power) => power / middle)));
    });
    const best = errors.indexOf(Math.min(...errors));
    const factors = searchScale([{ weight, grid: GRID }], magnitudes, products);
    expect(Math.log(factors[3] / factors[4]) / Math.log(magnitudes[3] / magnitudes[4])).toBeCloseTo(best / 20, 3);
  });

  it('leaves all as it is where inputs are alike', () => {
    const alike = new Float32Array(IN).fill(2);
    expect(Array.from(searchScale([{ weight, grid: GRID }], alike, tf.eye(IN)))).toEqual(Array(IN).fill(1));
  });
});

describe('narrowed ranges', () => {
  it.each<GridSpec>([
    GRID,
    { bits: 3, granularity: 'group', groupSize: 24, symmetric: false },
    { bits: 3, granularity: 'channel', symmetric: true },
    { bits: 4, granularity: 'tensor', symmetric: true },
  ])('change the outputs of each group no more than the whole range does: %j', (spec) => {
    const values = weight.dataSync<'float32'>();
    const whole = fitGrid(values, [OUT, IN], spec);
    const grid = clippedGrid(weight, products, spec);
    const shares = grid.scales.map((scale, i) => scale / whole.scales[i]);
    shares.forEach((share) => expect(share).toBeGreaterThan(0.54));
    shares.forEach((share) => expect(share).toBeLessThanOrEqual(1));
    const rounded = (of: typeof grid) => tf.tensor2d(projectToGrid(values, [OUT, IN], of), [OUT, IN]);
    if (spec.granularity !== 'group') expect(errorOf(rounded(grid))).toBeLessThanOrEqual(errorOf(rounded(whole)));
    else expect(shares.some((share) => share < 0.99)).toBe(true);
  });
});
