import { describe, expect, it } from '@jest/globals';
import { inverseFactor, patternOf } from '#compression';
import { random, type Tensor2D, tf } from '#engine';
import { type Parameter, projectToGrid, quantizeParameter } from '#models';
import { prune } from './prune.js';

const { signal } = new AbortController();
const [OUT, IN] = [16, 200];
const weights = random(9).normals(OUT * IN, 1);

const parameterOf = (values: Float32Array, encoding?: Parameter['encoding']): Parameter => ({
  name: 'layer.weight',
  role: 'linear',
  value: tf.tensor2d(values, [OUT, IN]),
  ...(encoding && { encoding }),
});

/** Inputs [rows, in] that have much in common. */
const inputs = tf.tidy(() => {
  const numbers = random(4);
  const few = tf.tensor2d(numbers.normals(600 * 30, 1), [600, 30]);
  const mix = tf.tensor2d(numbers.normals(30 * IN, 1), [30, IN]);
  return tf.keep(tf.add(tf.matMul(few, mix), tf.tensor2d(numbers.normals(600 * IN, 1), [600, IN]))) as Tensor2D;
});
const products = tf.matMul(inputs, inputs, true) as Tensor2D;
const alone = tf.mul(tf.eye(IN), 3) as Tensor2D;

const run = (of: Tensor2D, sparsity: number, pattern = 'none', parameter = parameterOf(weights)) =>
  prune(parameter, inverseFactor(of, { layer: 'layer', dampening: 0.01 }), {
    sparsity,
    pattern: patternOf(pattern),
    signal,
  });

/** Squared error of the outputs. */
const errorOf = (values: Float32Array) =>
  tf.tidy(() => {
    const change = tf.sub(tf.tensor2d(values, [OUT, IN]), tf.tensor2d(weights, [OUT, IN])) as Tensor2D;
    return tf.sum(tf.square(tf.matMul(inputs, change, false, true))).dataSync()[0];
  });

/** The weights without those of least magnitude among the weights of some inputs, `from` to `to` - 1, of some outputs. */
function withoutLeast(places: readonly (readonly number[])[], count: (size: number) => number): Float32Array {
  const left = weights.slice();
  for (const own of places) {
    const order = own.toSorted((a, b) => Math.abs(weights[a]) - Math.abs(weights[b]));
    for (const i of order.slice(0, count(own.length))) left[i] = 0;
  }
  return left;
}

const indices = Array.from({ length: OUT * IN }, (_, i) => i);
const blocks = [0, 128].map((from) => indices.filter((i) => i % IN >= from && i % IN < from + 128));
const fours = indices.filter((i) => i % 4 === 0).map((i) => [i, i + 1, i + 2, i + 3]);

describe('sparsegpt’s rule', () => {
  it('is magnitude pruning of each block where no input has to do with another', async () => {
    const expected = withoutLeast(blocks, (size) => Math.round(0.6 * size));
    expect(await run(alone, 0.6)).toEqual(expected);
  });

  it('keeps the greatest two of each four where no input has to do with another', async () => {
    expect(await run(alone, 0.5, '2:4')).toEqual(withoutLeast(fours, () => 2));
  });

  it.each(['none', '2:4', '4:8'])(
    'changes the outputs far less than magnitude pruning: pattern %s',
    async (pattern) => {
      const found = await run(products, 0.5, pattern);
      const magnitude = withoutLeast(pattern === 'none' ? blocks : fours, (size) => size / 2);
      expect(found.filter((value) => value === 0)).toHaveLength((OUT * IN) / 2);
      expect(errorOf(found)).toBeLessThan(0.5 * errorOf(magnitude));
    },
  );

  it('keeps the zeros that there are, and counts them', async () => {
    const before = weights.map((value, i) => (i % 4 === 0 ? 0 : value));
    const found = await run(products, 0.5, 'none', parameterOf(before, { sparse: true }));
    expect(before.every((value, i) => value !== 0 || found[i] === 0)).toBe(true);
    expect(found.filter((value) => value === 0)).toHaveLength((OUT * IN) / 2);
  });

  it('stays on the grid of a quantized weight', async () => {
    const quantized = quantizeParameter(parameterOf(weights), { bits: 4, granularity: 'channel', symmetric: true });
    const found = await run(products, 0.5, 'none', quantized);
    expect(projectToGrid(found, [OUT, IN], quantized.encoding!.grid!)).toEqual(found);
    expect(found.filter((value) => value === 0).length).toBeGreaterThanOrEqual((OUT * IN) / 2);
  });

  it('takes weights of zero, one of 1e6, and inputs that are always zero', async () => {
    const zeros = new Float32Array(OUT * IN);
    expect(await run(products, 0.5, 'none', parameterOf(zeros))).toEqual(zeros);
    const loud = weights.with(3, 1e6);
    const found = await run(products, 0.5, 'none', parameterOf(loud));
    expect(found.every(Number.isFinite)).toBe(true);
    expect(found[3]).toBeGreaterThan(9e5);
    const silent = tf.mul(products, tf.concat([tf.zeros([IN, 100]), tf.ones([IN, 100])], 1)) as Tensor2D;
    const both = tf.mul(silent, tf.concat([tf.zeros([100, IN]), tf.ones([100, IN])], 0)) as Tensor2D;
    const left = await run(both, 0.5);
    // The weights of the first block's hundred inputs are worth next to nothing
    expect(left.filter((value, i) => i % IN < 100 && value !== 0).length).toBeLessThanOrEqual(OUT * (128 / 2));
    expect(left.filter((value) => value === 0)).toHaveLength((OUT * IN) / 2);
  });

  it('gives the same bits again', async () => {
    expect(await run(products, 0.7)).toEqual(await run(products, 0.7));
  });
});
