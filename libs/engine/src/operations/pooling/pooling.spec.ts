import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor2D } from '../../backend.js';
import { packing } from '../../packing.js';
import { compare } from '../../reference/compare.js';
import type { Numbers } from '../../reference/float64.js';
import { largestOfRows, meanOfRows, weightedSumOfRows } from './pooling.js';

const starts = [0, 1, 8, 10, 63];
const batch = packing(Int32Array.from(starts));
const hidden = 7;

/** Something of the column of each sentence. */
const byColumn = (of: (values: Numbers) => number) => (x: Numbers) =>
  starts
    .slice(1)
    .flatMap((end, i) =>
      Array.from({ length: hidden }, (_, column) =>
        of(x.filter((_, at) => at % hidden === column).slice(starts[i], end)),
      ),
    );
const bySentence = (of: (rows: Tensor2D) => unknown) => (x: Tensor2D) =>
  tf.stack(starts.slice(1).map((end, i) => of(tf.slice(x, [starts[i], 0], [end - starts[i], -1])) as Tensor2D));

describe('meanOfRows', () => {
  it('is the mean of each sentence, with its gradient', () => {
    const differences = compare({
      shapes: [[63, hidden]],
      operation: (x) => meanOfRows(x, batch),
      naive: bySentence((rows) => tf.mean(rows, 0)),
      reference: byColumn((values) => values.reduce((a, b) => a + b, 0) / values.length),
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-6);
  });

  it('refuses rows that are not those of the batch, and takes none', () => {
    expect(() => meanOfRows(tf.zeros([5, 2]), batch)).toThrow('meanOfRows: x is float32 [5, 2]');
    expect(meanOfRows(tf.zeros([0, 2]), packing(Int32Array.of(0))).shape).toEqual([0, 2]);
  });
});

describe('weightedSumOfRows', () => {
  const weights = Float32Array.from({ length: 63 }, (_, row) => ((row * 7) % 5) / 4 - 0.25);

  it('is the sum of each sentence, a row times its weight, with its gradient', () => {
    const column = tf.tensor2d(weights, [63, 1]);
    const differences = compare({
      shapes: [[63, hidden]],
      operation: (x) => weightedSumOfRows(x, batch, weights),
      naive: (x) => bySentence((rows) => tf.sum(rows, 0))(tf.mul(x, column)),
      reference: (x) =>
        byColumn((values) => values.reduce((a, b) => a + b))(x.map((v, at) => v * weights[Math.floor(at / hidden)])),
    });
    expect(differences.value).toBeLessThan(1e-6);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-6);
  });

  it('refuses other weights than there are rows', () => {
    const x = tf.zeros([63, 2]) as Tensor2D;
    expect(() => weightedSumOfRows(x, batch, weights.subarray(1))).toThrow('62 weights for 63 rows');
  });
});

describe('largestOfRows', () => {
  it('is the largest of each sentence and column, with its gradient', () => {
    const differences = compare({
      shapes: [[63, hidden]],
      operation: (x) => largestOfRows(x, batch),
      naive: bySentence((rows) => tf.max(rows, 0)),
      reference: byColumn((values) => Math.max(...values)),
    });
    expect(differences.value).toBe(0);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-6);
  });

  it('shares the gradient among equal ones', () => {
    const x = tf.tensor2d([3, 3, 1, 2, 2], [5, 1]);
    const gradient = tf.grad((x) => largestOfRows(x as Tensor2D, packing(Int32Array.of(0, 3, 5))))(x);
    expect([...gradient.dataSync()]).toEqual([0.5, 0.5, 0, 0.5, 0.5]);
  });

  it('refuses rows that are not those of the batch', () => {
    expect(() => largestOfRows(tf.zeros([5, 2]), batch)).toThrow('largestOfRows: x is float32 [5, 2]');
  });
});
