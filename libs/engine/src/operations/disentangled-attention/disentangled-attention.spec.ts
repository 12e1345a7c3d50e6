import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor2D } from '../../backend.js';
import { packing } from '../../packing.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { attention as reference, columns, type Numbers } from '../../reference/float64.js';
import { attention } from '../attention/attention.js';
import { disentangledAttention } from './disentangled-attention.js';
import { relativePosition } from './relative-positions.js';

const SPAN = 6;
const MAX_DISTANCE = 20;

interface Case {
  readonly starts: number[];
  readonly heads: number;
  readonly hidden: number;
  readonly c2p: boolean;
  readonly p2c: boolean;
  readonly logBuckets: boolean;
}

const place = (offset: number, { logBuckets }: Case) => relativePosition(offset, SPAN, MAX_DISTANCE, logBuckets);
const scaleOf = ({ heads, hidden, c2p, p2c }: Case) =>
  1 / Math.sqrt((hidden / heads) * (1 + Number(c2p) + Number(p2c)));

/** One sentence and head at a time, the rows of positions of every pair gathered. */
function naive(qkv: Tensor2D, posKey: Tensor2D | null, posQuery: Tensor2D | null, given: Case): Tensor2D {
  const { starts, heads, hidden } = given;
  const size = hidden / heads;
  const sentences = starts.slice(1).map((end, s) => {
    const length = end - starts[s];
    const places = Array.from({ length: length ** 2 }, (_, at) =>
      place(Math.floor(at / length) - (at % length), given),
    );
    const outputs = Array.from({ length: heads }, (_, head) => {
      const [q, k, v] = [0, 1, 2].map((part) =>
        tf.slice(qkv, [starts[s], part * hidden + head * size], [length, size]),
      );
      const pairs = (table: Tensor2D) =>
        tf.reshape(tf.gather(tf.slice(table, [0, head * size], [-1, size]), tf.tensor1d(places, 'int32')), [
          length,
          length,
          size,
        ]);
      let scores: Tensor = tf.matMul(q, k, false, true);
      if (posKey) scores = tf.add(scores, tf.sum(tf.mul(tf.expandDims(q, 1), pairs(posKey)), 2));
      if (posQuery) scores = tf.add(scores, tf.sum(tf.mul(tf.expandDims(k, 0), pairs(posQuery)), 2));
      return tf.matMul(tf.softmax(tf.mul(scores, scaleOf(given))), v) as Tensor2D;
    });
    return tf.concat(outputs, 1);
  });
  return tf.concat(sentences, 0);
}

function exact(qkv: Numbers, posKey: Numbers | null, posQuery: Numbers | null, given: Case): Numbers {
  const { starts, heads, hidden } = given;
  const size = hidden / heads;
  const parts = [0, 1, 2].map((i) => columns(qkv, 3 * hidden, i * hidden, (i + 1) * hidden));
  const dot = (content: Numbers, row: number, table: Numbers, position: number, head: number) => {
    let sum = 0;
    for (let i = head * size; i < (head + 1) * size; i++)
      sum += content[row * hidden + i] * table[position * hidden + i];
    return sum;
  };
  // A sentence at a time, so that a bias knows its rows
  const outputs = starts.slice(1).map((end, s) => {
    const rows = [starts[s], end];
    const own = parts.map((part) => part.slice(rows[0] * hidden, rows[1] * hidden));
    const scale = scaleOf(given);
    return reference(own, [0, end - starts[s]], [0, end - starts[s]], heads, hidden, {
      scale,
      bias: (head, query, key) => {
        const position = place(query - key, given);
        const content = posKey ? dot(own[0], query, posKey, position, head) : 0;
        return scale * (content + (posQuery ? dot(own[1], key, posQuery, position, head) : 0));
      },
    });
  });
  return Float64Array.from(outputs.flatMap((values) => [...values]));
}

describe('disentangledAttention', () => {
  for (const [name, starts, heads, hidden] of [
    ['one token', [0, 1], 1, 4],
    ['sentences of many lengths', [0, 1, 18, 19, 26], 3, 15],
    ['a sentence longer than the span', [0, 40, 47], 2, 12],
  ] as [string, number[], number, number][]) {
    for (const [c2p, p2c, logBuckets] of [
      [true, true, true],
      [true, true, false],
      [true, false, true],
      [false, true, true],
    ]) {
      const given: Case = { starts, heads, hidden, c2p, p2c, logBuckets };
      it(`is that of its definition, with its gradients: ${name}, ${JSON.stringify({ c2p, p2c, logBuckets })}`, () => {
        const batch = packing(Int32Array.from(starts));
        const table = [2 * SPAN, hidden];
        const tables = <T>(given: T[]) => [c2p ? given[0] : null, p2c ? given[given.length - 1] : null] as const;
        const differences = compare({
          shapes: [[batch.rows, 3 * hidden], ...(c2p ? [table] : []), ...(p2c ? [table] : [])],
          operation: (qkv, ...given) => {
            const [posKey, posQuery] = tables(given);
            return disentangledAttention(qkv, batch, {
              ...{ heads, posKey, posQuery, logBuckets },
              maxDistance: MAX_DISTANCE,
            });
          },
          naive: (qkv, ...rest) => naive(qkv, ...tables(rest), given),
          reference: (qkv, ...rest) => exact(qkv, ...tables(rest), given),
        });
        expect(differences.value).toBeLessThan(1e-5);
        expect(differences.finite).toBeLessThan(1e-5);
        expect(differences.autodiff).toBeLessThan(2e-5);
      });
    }
  }

  it('is attention where the tables are zeros, but for the scale', () => {
    const qkv = tf.randomNormal([9, 24], 0, 1, 'float32', 3) as Tensor2D;
    const batch = packing(Int32Array.of(0, 4, 9));
    const zeros = tf.zeros([8, 8]) as Tensor2D;
    const spec = { heads: 2, posKey: zeros, posQuery: zeros, maxDistance: 16, logBuckets: true };
    const expected = attention(qkv, batch, { heads: 2, scale: 1 / Math.sqrt(4 * 3) });
    expect(tf.max(tf.abs(tf.sub(disentangledAttention(qkv, batch, spec), expected))).dataSync()[0]).toBeLessThan(1e-6);
  });

  it('has second derivatives', () => {
    const table = tf.randomNormal([8, 4], 0, 1, 'float32', 5) as Tensor2D;
    const spec = { heads: 2, posKey: table, posQuery: table, maxDistance: 16, logBuckets: true };
    const operation = (x: Tensor) => disentangledAttention(x as Tensor2D, packing(Int32Array.of(0, 2, 5)), spec);
    expect(secondDerivativeDifference(operation, [5, 12])).toBeLessThan(1e-3);
  });

  it('takes a batch of no sentences, and refuses what does not fit', () => {
    const zeros = (...shape: [number, number]) => tf.zeros(shape) as Tensor2D;
    const good = { heads: 2, posKey: zeros(8, 4), posQuery: zeros(8, 4), maxDistance: 16, logBuckets: true };
    const call = (change: object, qkv = zeros(5, 12)) => {
      return () => disentangledAttention(qkv, packing(Int32Array.of(0, qkv.shape[0])), { ...good, ...change });
    };
    expect(call({})).not.toThrow();
    expect(disentangledAttention(zeros(0, 12), packing(Int32Array.of(0)), good).shape).toEqual([0, 4]);
    expect(call({ posKey: null, posQuery: null })).toThrow('disentangledAttention: posKey and posQuery are null');
    expect(call({ posKey: zeros(6, 4) })).toThrow('posQuery is float32 [8, 4], expected float32 [positions = 6, 4]');
    expect(call({ posKey: zeros(7, 4), posQuery: null })).toThrow('have 7 rows, expected two halves');
    expect(call({ posKey: zeros(2, 4), posQuery: null })).toThrow('have 2 rows, expected 4 for log buckets');
    for (const maxDistance of [3, 4.5, NaN]) expect(call({ maxDistance })).toThrow(`maxDistance is ${maxDistance}`);
    for (const heads of [0, 3, NaN]) expect(call({ heads })).toThrow('qkv has 12 columns');
    expect(call({}, zeros(5, 15))).toThrow('qkv has 15 columns');
  });
});
