import { describe, expect, it } from '@jest/globals';
import { attention } from './attention.js';
import { tf, type Tensor, type Tensor2D, type Tensor3D } from './backend.js';
import { packing } from './packing.js';
import { compare, secondDerivativeDifference } from './reference/compare.js';
import { attention as reference, columns } from './reference/float64.js';

/** One sentence and head at a time, by slices. */
function naive(qkv: Tensor2D, starts: number[], heads: number, causal: boolean): Tensor2D {
  const hidden = qkv.shape[1] / 3;
  const size = hidden / heads;
  const sentences = starts.slice(1).map((end, i) => {
    const length = end - starts[i];
    const part = (at: number) => tf.slice(qkv, [starts[i], at], [length, size]);
    const outputs = Array.from({ length: heads }, (_, head) => {
      const [q, k, v] = [0, 1, 2].map((index) => part(index * hidden + head * size));
      const scores = tf.div(tf.matMul(q, k, false, true), Math.sqrt(size));
      const seen = tf.linalg.bandPart(tf.ones([length, length]) as Tensor2D, -1, 0);
      const masked = causal ? tf.add(scores, tf.mul(tf.sub(1, seen), -1e9)) : scores;
      return tf.matMul(tf.softmax(masked), v) as Tensor2D;
    });
    return tf.concat(outputs, 1);
  });
  return tf.concat(sentences, 0);
}

describe('attention', () => {
  for (const [name, starts, heads, hidden] of [
    ['one token', [0, 1], 1, 3],
    ['equal lengths', [0, 7, 14, 21], 2, 6],
    ['one-token sentences among others', [0, 1, 18, 19, 26, 33], 3, 15],
    ['a sentence of 63', [0, 63, 70], 2, 14],
  ] as [string, number[], number, number][]) {
    for (const causal of [false, true]) {
      it(`is that of its definition, with its gradients: ${name}${causal ? ', causal' : ''}`, () => {
        const batch = packing(Int32Array.from(starts));
        const differences = compare({
          shapes: [[batch.rows, 3 * hidden]],
          operation: (qkv) => attention(qkv, batch, heads, { causal }),
          naive: (qkv) => naive(qkv, starts, heads, causal),
          reference: (qkv) => {
            const parts = [0, 1, 2].map((i) => columns(qkv, 3 * hidden, i * hidden, (i + 1) * hidden));
            return reference(parts, starts, starts, heads, hidden, causal);
          },
        });
        expect(differences.value).toBeLessThan(1e-5);
        expect(differences.finite).toBeLessThan(1e-5);
        expect(differences.autodiff).toBeLessThan(1e-5);
      });
    }
  }

  it('gives the same in several blocks as sentence by sentence', () => {
    const starts = [0, 500, 502, 1102, 1109, 1709];
    const qkv = tf.randomNormal([1709, 12], 0, 1, 'float32', 1) as Tensor2D;
    const batch = packing(Int32Array.from(starts));
    const [value, gradient] = [
      (x: Tensor) => attention(x as Tensor2D, batch, 2),
      (x: Tensor) => naive(x as Tensor2D, starts, 2, false),
    ].map((f) => tf.grad((x) => tf.sum(tf.square(f(x))))(qkv));
    expect(tf.max(tf.abs(tf.sub(value, gradient))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('does not let one sentence see another, nor a causal row a later one', () => {
    const qkv = tf.randomNormal([6, 12], 0, 1, 'float32', 2) as Tensor2D;
    const changed = tf.add<Tensor2D>(qkv, tf.concat([tf.zeros([5, 12]), tf.ones([1, 12])], 0));
    const rows = (x: Tensor2D, starts: number[], causal: boolean) => {
      return attention(x, packing(Int32Array.from(starts)), 2, { causal }).arraySync();
    };
    expect(rows(changed, [0, 4, 6], false).slice(0, 4)).toEqual(rows(qkv, [0, 4, 6], false).slice(0, 4));
    expect(rows(changed, [0, 6], true).slice(0, 5)).toEqual(rows(qkv, [0, 6], true).slice(0, 5));
  });

  it('has second derivatives', () => {
    const batch = packing(Int32Array.of(0, 2, 5));
    const operation = (x: Tensor) => attention(x as Tensor2D, batch, 2);
    expect(secondDerivativeDifference(operation, [5, 12])).toBeLessThan(1e-3);
  });

  it('takes a batch of no sentences', () => {
    expect(attention(tf.zeros([0, 12]), packing(Int32Array.of(0)), 2).shape).toEqual([0, 4]);
  });

  it('refuses rows that are not those of the batch, and heads that do not divide', () => {
    const batch = packing(Int32Array.of(0, 2));
    expect(() => attention(tf.zeros([3, 12]), batch, 2)).toThrow(
      'attention: qkv is float32 [3, 12], expected float32 [2, width]',
    );
    expect(() => attention(tf.zeros([2, 12]), batch, 3)).toThrow(
      'attention: qkv has 12 columns, expected a multiple of 3 x 3 heads',
    );
    const rank3: Tensor3D = tf.zeros([1, 2, 12]);
    expect(() => attention(rank3 as unknown as Tensor2D, batch, 2)).toThrow(
      expect.objectContaining({ code: 'ENGINE_WRONG_SHAPE' }),
    );
  });
});
