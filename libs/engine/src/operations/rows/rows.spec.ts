import { describe, expect, it } from '@jest/globals';
import { tf } from '../../backend.js';
import { compare } from '../../reference/compare.js';
import { rows } from './rows.js';

describe('rows', () => {
  it('gathers rows, adding up the gradients of those taken more than once', () => {
    const indices = Int32Array.of(6, 0, 6, 3, 6);
    const differences = compare({
      shapes: [[7, 17]],
      operation: (x) => rows(x, indices),
      naive: (x) => tf.matMul(tf.oneHot(tf.tensor1d(indices, 'int32'), 7).toFloat(), x),
      reference: (x) => Float64Array.from([...indices].flatMap((row) => [...x.subarray(17 * row, 17 * (row + 1))])),
    });
    expect(differences.value).toBe(0);
    expect(differences.finite).toBeLessThan(1e-6);
    expect(differences.autodiff).toBeLessThan(1e-6);
  });

  it('takes a typed array or an int32 tensor, of no index, too', () => {
    const x = tf.tensor2d([
      [1, 2],
      [3, 4],
    ]);
    expect(rows(x, tf.tensor1d([1], 'int32')).arraySync()).toEqual([[3, 4]]);
    expect(rows(x, new Int32Array()).shape).toEqual([0, 2]);
  });

  it('refuses an index that is no row, and indices that are not whole numbers', () => {
    const x = tf.zeros([2, 3]) as ReturnType<typeof tf.tensor2d>;
    expect(() => rows(x, Int32Array.of(0, 2))).toThrow('rows: indices[1] is 2, expected 0 to 1.');
    expect(() => rows(x, Int32Array.of(-1))).toThrow('rows: indices[0] is -1, expected 0 to 1.');
    expect(() => rows(x, tf.tensor1d([0.5]))).toThrow('rows: indices is float32 [1], expected int32 of rank 1.');
  });
});
