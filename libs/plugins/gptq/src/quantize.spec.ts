import { describe, expect, it } from '@jest/globals';
import { inverseFactor } from '#compression';
import { random, type Tensor2D, tf } from '#engine';
import { type FitOptions, type Parameter, projectToGrid, quantizeParameter } from '#models';
import { columnOrder } from './column-order.js';
import { quantize } from './quantize.js';

const signal = new AbortController().signal;
const [OUT, IN] = [24, 96];

const parameterOf = (values: Float32Array, sparse = false): Parameter => ({
  name: 'layer.weight',
  role: 'linear',
  value: tf.tensor2d(values, [OUT, IN]),
  ...(sparse && { encoding: { sparse } }),
});

/** Inputs [rows, in] that have much in common, some larger than others. */
const inputs = tf.tidy(() => {
  const numbers = random(4);
  const few = tf.tensor2d(numbers.normals(400 * 20, 1), [400, 20]);
  const mix = tf.tensor2d(numbers.normals(20 * IN, 1), [20, IN]);
  const noise = tf.tensor2d(numbers.normals(400 * IN, 0.5), [400, IN]);
  const sizes = tf.tensor1d(Array.from({ length: IN }, (_, i) => 0.2 + (i % 7)));
  return tf.keep(tf.mul(tf.add(tf.matMul(few, mix), noise), sizes)) as Tensor2D;
});
const products = tf.matMul(inputs, inputs, true) as Tensor2D;
const weights = random(9).normals(OUT * IN, 0.05);

/** Squared error of the outputs. */
const errorOf = (values: Float32Array) =>
  tf.tidy(() => {
    const change = tf.sub(tf.tensor2d(values, [OUT, IN]), tf.tensor2d(weights, [OUT, IN])) as Tensor2D;
    return tf.sum(tf.square(tf.matMul(inputs, change, false, true))).dataSync()[0];
  });

const run = (of: Tensor2D, options: FitOptions & { order?: readonly number[] }, parameter = parameterOf(weights)) =>
  quantize(parameter, inverseFactor(of, { layer: 'layer', dampening: 0.01, order: options.order }), {
    ...options,
    signal,
  });

const GRIDS: FitOptions[] = [
  { bits: 4, granularity: 'group', groupSize: 32, symmetric: true, range: 'mse' },
  { bits: 3, granularity: 'group', groupSize: 40, symmetric: false },
  { bits: 4, granularity: 'channel', symmetric: false, range: 'mse' },
  { bits: 8, granularity: 'tensor', symmetric: true },
];

describe.each(GRIDS)('$bits bits by $granularity', (grid) => {
  const nearest = quantizeParameter(parameterOf(weights), grid);

  it.each([false, true])(
    'is rounding to nearest where no input has to do with another; by size %p',
    async (ordered) => {
      const alone = tf.mul(tf.eye(IN), 3) as Tensor2D;
      const order = ordered ? columnOrder(products) : undefined;
      const { values, encoding } = await run(alone, { ...grid, order });
      expect(values).toEqual(nearest.value.dataSync());
      expect(encoding).toEqual(nearest.encoding);
    },
  );

  it.each([false, true])('changes the outputs far less than rounding to nearest; by size %p', async (ordered) => {
    const { values, encoding } = await run(products, { ...grid, order: ordered ? columnOrder(products) : undefined });
    expect(projectToGrid(values, [OUT, IN], encoding.grid!)).toEqual(values);
    expect(errorOf(values)).toBeLessThan(0.5 * errorOf(nearest.value.dataSync<'float32'>()));
  });
});

describe('quantize', () => {
  const grid = GRIDS[0];

  it('gives the same bits again, and leaves the weights that it is given', async () => {
    const parameter = parameterOf(weights);
    const [one, other] = [await run(products, grid, parameter), await run(products, grid, parameter)];
    expect(one).toEqual(other);
    expect(parameter.value.dataSync()).toEqual(weights);
  });

  it('keeps the zeros of a sparse weight, whose loss is none of its own', async () => {
    const half = weights.map((value, i) => (i % 2 ? value : 0));
    const { values, encoding } = await run(products, grid, parameterOf(half, true));
    expect(values.every((value, i) => i % 2 === 1 || value === 0)).toBe(true);
    expect(encoding.sparse).toBe(true);
  });

  it('rounds weights of zero, and one of 1e6 beside them', async () => {
    const zeros = new Float32Array(OUT * IN);
    expect((await run(products, grid, parameterOf(zeros))).values).toEqual(zeros);
    const loud = weights.slice();
    loud[5] = 1e6;
    const { values } = await run(products, { ...grid, order: columnOrder(products) }, parameterOf(loud));
    expect(values.every(Number.isFinite)).toBe(true);
    expect(Math.abs(values[5] / 1e6 - 1)).toBeLessThan(0.08);
    // The rows beside it are as they would have been
    expect(values.slice(IN)).toEqual((await run(products, { ...grid, order: columnOrder(products) })).values.slice(IN));
  });

  it('orders inputs by their squares, the first of equal ones first', () => {
    expect(columnOrder(tf.tensor2d([1, 9, 9, 9, 3, 9, 9, 9, 3], [3, 3]))).toEqual([1, 2, 0]);
  });
});
