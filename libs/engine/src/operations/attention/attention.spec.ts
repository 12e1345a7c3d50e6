import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor2D, type Tensor3D } from '../../backend.js';
import { packing } from '../../packing.js';
import { compare, secondDerivativeDifference } from '../../reference/compare.js';
import { attention as reference, columns, type Numbers } from '../../reference/float64.js';
import { rotated } from '../../reference/rotary.js';
import { attention } from './attention.js';
import { bucketsOf, type AttentionSpec } from './options.js';
import { relativeBucket } from './relative-bias.js';

/** One sentence and head at a time, by slices. */
function naive(qkv: Tensor2D, starts: number[], spec: AttentionSpec, table?: Tensor2D): Tensor2D {
  const { heads, causal = false, window = Infinity, rotary } = spec;
  const hidden = qkv.shape[1] / 3;
  const size = hidden / heads;
  const turn = (x: Tensor2D): Tensor2D => {
    if (!rotary) return x;
    const { base, dimension = size } = rotary;
    const half = dimension / 2;
    const angles = Array.from({ length: x.shape[0] }, (_, position) =>
      Array.from({ length: size }, (_, i) => (i < dimension ? position / base ** ((i % half) / half) : 0)),
    );
    const part = (from: number, columns: number) => tf.slice(x, [0, from], [-1, columns]);
    const across = tf.concat(
      [tf.neg(part(half, half)), part(0, half), tf.zerosLike(part(dimension, size - dimension))],
      1,
    );
    return tf.add(tf.mul(x, tf.cos(angles)), tf.mul(across, tf.sin(angles)));
  };
  const sentences = starts.slice(1).map((end, i) => {
    const length = end - starts[i];
    const part = (at: number) => tf.slice(qkv, [starts[i], at], [length, size]);
    const pairs = Array.from({ length: length ** 2 }, (_, at) => [Math.floor(at / length), at % length]);
    const outputs = Array.from({ length: heads }, (_, head) => {
      const [q, k, v] = [0, 1, 2].map((index) => part(index * hidden + head * size));
      let scores: Tensor = tf.mul(tf.matMul(turn(q), turn(k), false, true), spec.scale ?? 1 / Math.sqrt(size));
      if (table) {
        const buckets = pairs.map(([query, key]) => relativeBucket(key - query, bucketsOf(spec.bias!, causal)));
        const column = tf.reshape(tf.slice(table, [0, head], [-1, 1]), [-1]);
        scores = tf.add(scores, tf.reshape(tf.gather(column, tf.tensor1d(buckets, 'int32')), [length, length]));
      }
      const seen = pairs.map(([query, key]) => Number(Math.abs(query - key) <= window / 2 && !(causal && key > query)));
      const mask = tf.mul(tf.sub(1, tf.tensor2d(seen, [length, length])), -1e9);
      return tf.matMul(tf.softmax(tf.add(scores, mask)), v) as Tensor2D;
    });
    return tf.concat(outputs, 1);
  });
  return tf.concat(sentences, 0);
}

const spread = { buckets: 8, distance: 20 };
const SPECS: [string, Omit<AttentionSpec, 'heads' | 'bias'> & { bias?: true }][] = [
  ['as it is', {}],
  ['causal', { causal: true }],
  ['a window of 4', { window: 4 }],
  ['a causal window of 7', { window: 7, causal: true }],
  ['rotary', { rotary: { base: 10_000 } }],
  ['rotary on a part of the head', { rotary: { base: 50, dimension: 2 } }],
  ['another scale', { scale: 1 }],
  ['relative bias', { bias: true }],
  ['relative bias, causal and not scaled', { bias: true, causal: true, scale: 1 }],
  ['all of them', { bias: true, scale: 0.3, window: 10, rotary: { base: 160_000 } }],
];

describe('attention', () => {
  for (const [name, starts, heads, hidden] of [
    ['one token', [0, 1], 1, 4],
    ['equal lengths', [0, 7, 14, 21], 2, 12],
    ['one-token sentences among others', [0, 1, 18, 19, 26, 33], 3, 18],
    ['a sentence of 40', [0, 40, 47], 2, 12],
  ] as [string, number[], number, number][]) {
    it.each(SPECS)(`is that of its definition, with its gradients: ${name}, %s`, (_name, given) => {
      const batch = packing(Int32Array.from(starts));
      const specOf = (table?: Tensor2D): AttentionSpec => {
        return { ...given, heads, bias: given.bias && { table: table!, distance: spread.distance } };
      };
      const { causal, window = Infinity, scale, rotary } = given;
      const size = hidden / heads;
      const differences = compare({
        shapes: [[batch.rows, 3 * hidden], ...(given.bias ? [[spread.buckets, heads]] : [])],
        operation: (qkv, table) => attention(qkv, batch, specOf(table)),
        naive: (qkv, table) => naive(qkv, starts, specOf(table), table),
        reference: (qkv: Numbers, table?: Numbers) => {
          const [q, k, v] = [0, 1, 2].map((i) => columns(qkv, 3 * hidden, i * hidden, (i + 1) * hidden));
          const turn = (x: Numbers) =>
            rotary ? rotated(x, starts, heads, hidden, rotary.base, rotary.dimension ?? size) : x;
          return reference([turn(q), turn(k), v], starts, starts, heads, hidden, {
            scale,
            sees: (query, key) => Math.abs(query - key) <= window / 2 && !(causal && key > query),
            bias: (head, query, key) =>
              table ? table[relativeBucket(key - query, { ...spread, causal }) * heads + head] : 0,
          });
        },
      });
      expect(differences.value).toBeLessThan(1e-5);
      expect(differences.finite).toBeLessThan(1e-5);
      expect(differences.autodiff).toBeLessThan(2e-5);
    });
  }

  it('gives the same in several blocks as sentence by sentence', () => {
    const starts = [0, 500, 502, 1102, 1109, 1709];
    const qkv = tf.randomNormal([1709, 24], 0, 1, 'float32', 1) as Tensor2D;
    const batch = packing(Int32Array.from(starts));
    const [value, gradient] = [
      (x: Tensor) => attention(x as Tensor2D, batch, { heads: 2 }),
      (x: Tensor) => naive(x as Tensor2D, starts, { heads: 2 }),
    ].map((f) => tf.grad((x) => tf.sum(tf.square(f(x))))(qkv));
    expect(tf.max(tf.abs(tf.sub(value, gradient))).dataSync()[0]).toBeLessThan(1e-5);
  });

  it('does not let one sentence see another, a causal row a later one, nor a row what is outside its window', () => {
    const qkv = tf.randomNormal([6, 12], 0, 1, 'float32', 2) as Tensor2D;
    const changed = tf.add<Tensor2D>(qkv, tf.concat([tf.zeros([5, 12]), tf.ones([1, 12])], 0));
    const rows = (x: Tensor2D, starts: number[], spec: Partial<AttentionSpec>) => {
      return attention(x, packing(Int32Array.from(starts)), { heads: 2, ...spec }).arraySync();
    };
    const same = (starts: number[], spec: Partial<AttentionSpec>, count: number) => {
      expect(rows(changed, starts, spec).slice(0, count)).toEqual(rows(qkv, starts, spec).slice(0, count));
      expect(rows(changed, starts, spec)[count]).not.toEqual(rows(qkv, starts, spec)[count]);
    };
    same([0, 4, 6], {}, 4);
    same([0, 6], { causal: true }, 5);
    same([0, 6], { window: 4 }, 3);
    same([0, 6], { window: 3 }, 4);
  });

  it('depends on distances alone with rotary positions', () => {
    const one = tf.randomNormal([1, 12], 0, 1, 'float32', 2) as Tensor2D;
    const other = tf.randomNormal([1, 12], 0, 1, 'float32', 3) as Tensor2D;
    // What all see of one another but the row in question is the same wherever a window begins
    const y = attention(tf.concat([one, other, one, other, one, other]), packing(Int32Array.of(0, 6)), {
      heads: 1,
      window: 2,
      rotary: { base: 100 },
    }).arraySync();
    y[1].forEach((value, i) => expect(value).toBeCloseTo(y[3][i], 5));
    y[2].forEach((value, i) => expect(value).toBeCloseTo(y[4][i], 5));
  });

  it('has second derivatives', () => {
    const batch = packing(Int32Array.of(0, 2, 5));
    const table = tf.randomNormal([4, 2], 0, 1, 'float32', 5) as Tensor2D;
    for (const spec of [{}, { window: 2, rotary: { base: 10 }, bias: { table, distance: 8 } }]) {
      const operation = (x: Tensor) => attention(x as Tensor2D, batch, { heads: 2, ...spec });
      expect(secondDerivativeDifference(operation, [5, 12])).toBeLessThan(1e-3);
    }
  });

  it('takes a batch of no sentences', () => {
    expect(attention(tf.zeros([0, 12]), packing(Int32Array.of(0)), { heads: 2 }).shape).toEqual([0, 4]);
  });

  it('refuses rows that are not those of the batch, and heads that do not divide', () => {
    const batch = packing(Int32Array.of(0, 2));
    expect(() => attention(tf.zeros([3, 12]), batch, { heads: 2 })).toThrow(
      'attention: qkv is float32 [3, 12], expected float32 [2, width]',
    );
    expect(() => attention(tf.zeros([2, 12]), batch, { heads: 3 })).toThrow(
      'attention: qkv has 12 columns, expected a multiple of 3 x 3 heads',
    );
    const rank3: Tensor3D = tf.zeros([1, 2, 12]);
    expect(() => attention(rank3 as unknown as Tensor2D, batch, { heads: 2 })).toThrow(
      expect.objectContaining({ code: 'ENGINE_WRONG_SHAPE' }),
    );
  });
});
