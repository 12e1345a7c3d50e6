import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { crossAttention } from './cross-attention.js';
import { crossAttention as plain } from './plain.js';
import { relativeBucket } from '../attention/relative-bias.js';
import { packing } from '../../packing.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { attention as reference, columns } from '../../reference/float64.js';

/** One sentence and head at a time, by slices. */
function naive(q: Tensor2D, kv: Tensor2D, queryStarts: number[], keyStarts: number[], heads: number): Tensor2D {
  const hidden = q.shape[1];
  const size = hidden / heads;
  const sentences = queryStarts.slice(1).map((end, i) => {
    const keys = keyStarts[i + 1] - keyStarts[i];
    const outputs = Array.from({ length: heads }, (_, head) => {
      const query = tf.slice(q, [queryStarts[i], head * size], [end - queryStarts[i], size]);
      const key = tf.slice(kv, [keyStarts[i], head * size], [keys, size]);
      const value = tf.slice(kv, [keyStarts[i], hidden + head * size], [keys, size]);
      const scores = tf.div(tf.matMul(query, key, false, true), Math.sqrt(size));
      return tf.matMul(tf.softmax(scores), value) as Tensor2D;
    });
    return tf.concat(outputs, 1);
  });
  return tf.concat(sentences, 0);
}

describe('crossAttention', () => {
  for (const [name, queryStarts, keyStarts, heads, hidden] of [
    ['one token to one', [0, 1], [0, 1], 1, 2],
    ['one-token sentences on either side', [0, 1, 8, 25], [0, 17, 18, 25], 2, 6],
    ['equal lengths', [0, 7, 14], [0, 5, 10], 3, 9],
  ] as [string, number[], number[], number, number][]) {
    it(`is that of its definition, with its gradients: ${name}`, () => {
      const queries = packing(Int32Array.from(queryStarts));
      const keys = packing(Int32Array.from(keyStarts));
      const differences = compare({
        shapes: [
          [queries.rows, hidden],
          [keys.rows, 2 * hidden],
        ],
        operation: (q, kv) => crossAttention(q, kv, queries, keys, { heads }),
        naive: (q, kv) => naive(q, kv, queryStarts, keyStarts, heads),
        reference: (q, kv) => {
          const parts = [q, columns(kv, 2 * hidden, 0, hidden), columns(kv, 2 * hidden, hidden, 2 * hidden)];
          return reference(parts, queryStarts, keyStarts, heads, hidden);
        },
      });
      expect(differences.value).toBeLessThan(1e-5);
      expect(differences.finite).toBeLessThan(1e-5);
      expect(differences.autodiff).toBeLessThan(1e-5);
    });
  }

  it.each([false, true])('adds a bias by how far a key is before or after its query: causal %s', (causal) => {
    const [queryStarts, keyStarts] = [
      [0, 1, 4],
      [0, 3, 30],
    ];
    const [heads, hidden, buckets, distance, scale, first] = [2, 6, 8, 20, 1, 2];
    const [queries, keys] = [queryStarts, keyStarts].map((starts) => packing(Int32Array.from(starts)));
    const spec = { heads, scale };
    const biasOf = (table: Tensor) => ({ table: table as Tensor2D, distance, causal, first });
    const differences = compare({
      shapes: [
        [queries.rows, hidden],
        [keys.rows, 2 * hidden],
        [buckets, heads],
      ],
      operation: (q, kv, table) => crossAttention(q, kv, queries, keys, { ...spec, bias: biasOf(table) }),
      naive: (q, kv, table) => plain(q, kv, queries, keys, { ...spec, bias: biasOf(table) }),
      reference: (q, kv, table) => {
        const parts = [q, columns(kv, 2 * hidden, 0, hidden), columns(kv, 2 * hidden, hidden, 2 * hidden)];
        const bucket = (offset: number) => relativeBucket(offset, { buckets, distance, causal });
        const bias = (head: number, query: number, key: number) => table[bucket(key - query - first) * heads + head];
        return reference(parts, queryStarts, keyStarts, heads, hidden, { scale, bias });
      },
    });
    expect(differences.value).toBeLessThan(1e-5);
    expect(differences.finite).toBeLessThan(1e-5);
    expect(differences.autodiff).toBeLessThan(1e-5);
  });

  it('has second derivatives', () => {
    const [queries, keys] = [packing(Int32Array.of(0, 2, 3)), packing(Int32Array.of(0, 1, 4))];
    const kv = tf.randomNormal([4, 8], 0, 1, 'float32', 6) as Tensor2D;
    const operation = (q: Tensor) => crossAttention(q as Tensor2D, kv, queries, keys, { heads: 2 });
    expect(secondDerivativeDifference(operation, [3, 4])).toBeLessThan(1e-3);
  });

  it('refuses keys of another number of sentences or columns', () => {
    const queries = packing(Int32Array.of(0, 2));
    const keys = packing(Int32Array.of(0, 1, 3));
    expect(() => crossAttention(tf.zeros([2, 4]), tf.zeros([3, 8]), queries, keys, { heads: 2 })).toThrow(
      'crossAttention: queries has 1 sentences and keys 2, expected as many.',
    );
    expect(() => crossAttention(tf.zeros([2, 4]), tf.zeros([2, 4]), queries, queries, { heads: 2 })).toThrow(
      'crossAttention: kv is float32 [2, 4], expected float32 [2, 8]',
    );
    expect(() => crossAttention(tf.zeros([2, 4]), tf.zeros([2, 8]), queries, queries, { heads: 3 })).toThrow(
      'crossAttention: q has 4 columns, expected a multiple of 3 heads.',
    );
  });
});
