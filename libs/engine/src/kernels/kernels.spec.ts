import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../backend.js';
import { packing } from '../packing.js';
import { addNorm as plainAddNorm } from '../operations/add-norm/plain.js';
import { attention as plainAttention } from '../operations/attention/plain.js';
import { crossAttention as plainCrossAttention } from '../operations/cross-attention/plain.js';
import { dropout as plainDropout } from '../operations/dropout/plain.js';
import { embedding as plainEmbedding } from '../operations/embedding/plain.js';
import { feedForward as plainFeedForward } from '../operations/feed-forward/plain.js';
import { layerNorm as plainLayerNorm } from '../operations/layer-norm/plain.js';
import { linear as plainLinear } from '../operations/linear/plain.js';
import { meanCrossEntropy as plainMeanCrossEntropy } from '../operations/output-head/plain.js';
import { gatherRows as plainGatherRows } from '../operations/rows/plain.js';
import { addNorm, norm } from '../operations/add-norm/kernel.js';
import { kernelSet, setKernelThreads, threads } from './addon.js';
import { attention } from '../operations/attention/kernel.js';
import { crossAttention } from '../operations/cross-attention/kernel.js';
import { drawn, largestDifference, valueAndGradientsOf, type Operation } from './comparison.js';
import { dropout } from '../operations/dropout/kernel.js';
import { embedding } from '../operations/embedding/kernel.js';
import { feedForward } from '../operations/feed-forward/kernel.js';
import { linear } from '../operations/linear/kernel.js';
import { meanCrossEntropy } from '../operations/output-head/kernel.js';
import { gatherRows } from '../operations/rows/kernel.js';

const SIZES = [1, 7, 17, 63, 1000];
const pairs = SIZES.flatMap((a) => SIZES.map((b) => [a, b] as const));
const noise = (rate: number) => ({ rate, key: { seed: 3, step: 5, site: 7 } });
const indices = (count: number, below: number) => Int32Array.from({ length: count }, (_, i) => (i * 7919) % below);
const sentences = (lengths: number[]) => {
  let end = 0;
  return packing(Int32Array.of(0, ...lengths.map((length) => (end += length))));
};

/** Both versions of an operation on inputs of these shapes. */
interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly kernel: Operation;
  readonly plain: Operation;
  readonly scale?: number;
}

const linearCases = pairs.flatMap(([rows, out]) =>
  SIZES.flatMap((inner, i) =>
    // A unit of ReLU near 0 may be on either side
    (rows * inner * out < 1e5 ? (['none', 'gelu', 'relu'] as const) : (['none', 'gelu'] as const).slice(i % 2)).map(
      (activation): Case => {
        const of = (f: typeof linear) => (x: Tensor2D, w: Tensor2D, b: Tensor1D) =>
          f(x, tf.mul(w, 2 / Math.sqrt(inner)), b, activation);
        const shapes = [[rows, inner], [out, inner], [out]];
        return {
          name: `${rows} x ${inner} x ${out} ${activation}`,
          shapes,
          kernel: of(linear),
          plain: of(plainLinear),
          // The gradient of a single weight is a sum that may cancel
          scale: 0.1,
        };
      },
    ),
  ),
);

const feedForwardCases = SIZES.flatMap((rows) =>
  [
    [1, 7],
    [7, 1],
    [17, 63],
    [63, 1000],
    [1000, 17],
  ].map(([hidden, inner]): Case => {
    const of = (f: typeof feedForward) => (x: Tensor2D, up: Tensor2D, a: Tensor1D, down: Tensor2D, b: Tensor1D) => {
      const weights = [tf.div(up, Math.sqrt(hidden)), tf.div(down, Math.sqrt(inner))] as Tensor2D[];
      return f(x, { weight: weights[0], bias: a }, { weight: weights[1], bias: b }, 'gelu');
    };
    const shapes = [[rows, hidden], [inner, hidden], [inner], [hidden, inner], [hidden]];
    return { name: `${rows} x ${hidden} x ${inner}`, shapes, kernel: of(feedForward), plain: of(plainFeedForward) };
  }),
);

const normCases = pairs.flatMap(([rows, hidden]): Case[] => {
  const shapes = [[rows, hidden], [rows, hidden], [hidden], [hidden]];
  const residual = [0, 0.1].map((rate): Case => {
    const of = (f: typeof addNorm) => (x: Tensor2D, from: Tensor2D, gain: Tensor1D, bias: Tensor1D) =>
      f(x, from, { gain, bias }, 1e-5, noise(rate));
    // The norm of one number is its bias, and what remains of its gradient, times 1 / √epsilon, is rounding
    const scale = hidden === 1 ? 300 : undefined;
    const name = `${rows} x ${hidden} rate ${rate}`;
    return { name, shapes, kernel: of(addNorm), plain: of(plainAddNorm as never), scale };
  });
  const alone: Case = {
    name: `${rows} x ${hidden} alone`,
    shapes: shapes.slice(1),
    kernel: (x, gain, bias) => norm(x, null, { gain, bias }, { epsilon: 1e-12 }),
    plain: (x, gain, bias) => plainLayerNorm(x, { gain, bias }, 1e-12),
  };
  return hidden === 1 ? residual : [...residual, alone];
});

const LENGTHS = [[1], [1, 1, 1], [7, 1, 17], [63, 5], [17, 300, 1], [1000]];
const attentionCases = LENGTHS.flatMap((lengths) =>
  [1, 7, 17, 64].flatMap((size) =>
    [false, true].flatMap((causal): Case[] => {
      const heads = lengths.length > 2 ? 3 : 2;
      const batch = sentences(lengths);
      const keys = sentences(lengths.map((length, i) => (i % 2 ? 2 * length : Math.ceil(length / 3))));
      // Attention to one key is that key's value: what remains of the other gradients is rounding
      const scale = lengths.every((length) => length === 1) ? 1 : undefined;
      const self: Case = {
        scale,
        name: `self, ${lengths}, heads of ${size}, causal ${causal}`,
        shapes: [[batch.rows, 3 * heads * size]],
        kernel: (qkv) => attention(qkv, batch, { heads, causal }),
        plain: (qkv) => plainAttention(qkv, batch, { heads, causal }),
      };
      const cross: Case = {
        scale,
        name: `cross, ${lengths}, heads of ${size}`,
        shapes: [
          [batch.rows, heads * size],
          [keys.rows, 2 * heads * size],
        ],
        kernel: (q, kv) => crossAttention(q, kv, batch, keys, { heads }),
        plain: (q, kv) => plainCrossAttention(q, kv, batch, keys, { heads }),
      };
      return causal ? [self] : [self, cross];
    }),
  ),
);

const lookupCases = pairs.flatMap(([count, columns]): Case[] => {
  const places = {
    ids: indices(count, 63),
    positions: indices(count, 17),
    types: indices(count, 2),
  };
  const of = (f: typeof embedding) => (tokens: Tensor2D, positions: Tensor2D, types: Tensor2D) =>
    f(places, { tokens, positions, types });
  return [
    {
      name: `embedding ${count} x ${columns}`,
      shapes: [
        [63, columns],
        [17, columns],
        [2, columns],
      ],
      kernel: of(embedding),
      plain: of(plainEmbedding),
    },
    {
      name: `rows ${count} x ${columns}`,
      shapes: [[17, columns]],
      kernel: (x) => gatherRows(x, places.positions),
      plain: (x) => plainGatherRows(x, places.positions),
    },
    {
      name: `dropout ${count} x ${columns}`,
      shapes: [[count, columns]],
      kernel: (x) => dropout(x, noise(0.1)),
      plain: (x) => plainDropout(x, noise(0.1)),
    },
  ];
});

const headCases = pairs.flatMap(([rows, words]) =>
  [1, 17, 63].map((hidden): Case => {
    const vocabulary = Math.max(2, words);
    const smoothing = hidden === 17 ? 0.1 : 0;
    const labels = indices(rows, vocabulary);
    return {
      name: `${rows} x ${hidden} x ${vocabulary} smoothing ${smoothing}`,
      shapes: [[rows, hidden], [vocabulary, hidden], [vocabulary]],
      kernel: (x, table, bias) => meanCrossEntropy(x, table, bias, labels, smoothing),
      plain: (x, table, bias) => plainMeanCrossEntropy(x, table, bias, labels, smoothing),
    };
  }),
);

const groups: [string, Case[]][] = [
  ['linear', linearCases],
  ['feed-forward', feedForwardCases],
  ['add and norm', normCases],
  ['attention', attentionCases],
  ['embedding, rows and dropout', lookupCases],
  ['output head', headCases],
];

(kernelSet ? describe : describe.skip)(`the kernels (${kernelSet})`, () => {
  for (const [name, cases] of groups) {
    it(`${name}: values and gradients are those of the plain version in ${cases.length} cases`, () => {
      const wrong = cases.flatMap(({ name, shapes, kernel, plain, scale }, i) => {
        const inputs = drawn(shapes, i);
        const difference = largestDifference(kernel, plain, inputs, scale);
        tf.dispose(inputs);
        return difference <= 1e-5 ? [] : [`${name}: ${difference}`];
      });
      expect(wrong).toEqual([]);
    });

    it(`${name}: the same bits with 1, 2, 3 and 4 threads`, () => {
      const largest = cases.filter((_, i) => i % 11 === 0 || i === cases.length - 1);
      for (const [i, { shapes, kernel }] of largest.entries()) {
        const inputs = drawn(shapes, i);
        const bits = [1, 2, 3, 4].map((count) => {
          setKernelThreads(count);
          const tensors = valueAndGradientsOf(kernel, inputs);
          const bytes = tensors.map((tensor) => Buffer.from(tensor.dataSync<'float32'>().buffer));
          tf.dispose(tensors);
          return bytes;
        });
        tf.dispose(inputs);
        expect(bits.slice(1).every((other) => other.every((bytes, j) => bytes.equals(bits[0][j])))).toBe(true);
      }
      setKernelThreads(threads);
    });
  }

  it('take batches of no rows', () => {
    const none = packing(Int32Array.of(0));
    const empty = (columns: number) => tf.zeros([0, columns]) as Tensor2D;
    const zeros = (...shape: number[]) => tf.zeros(shape) as never;
    const cases: [Operation, Tensor[]][] = [
      [(x, w, b) => linear(x, w, b, 'gelu'), [empty(5), zeros(3, 5), zeros(3)]],
      [
        (x, up, a, down, b) => feedForward(x, { weight: up, bias: a }, { weight: down, bias: b }, 'relu'),
        [empty(5), zeros(3, 5), zeros(3), zeros(5, 3), zeros(5)],
      ],
      [(x, from, gain, bias) => addNorm(x, from, { gain, bias }, 1e-5), [empty(5), empty(5), zeros(5), zeros(5)]],
      [(qkv) => attention(qkv, none, { heads: 2, causal: true }), [empty(12)]],
      [(q, kv) => crossAttention(q, kv, none, none, { heads: 2 }), [empty(4), empty(8)]],
      [(x) => gatherRows(x, new Int32Array(0)), [zeros(3, 2)]],
      [(x) => dropout(x, noise(0.1)), [empty(3)]],
    ];
    for (const [operation, inputs] of cases) {
      const gradients = tf.grads((...given) => tf.sum(operation(...given)))(inputs);
      for (const gradient of gradients) expect(gradient.dataSync().every((x) => x === 0)).toBe(true);
    }
  });

  it('refuse in native code what would read past an end', () => {
    const x = tf.zeros([4, 6]) as Tensor2D;
    expect(() => linear(x, tf.zeros([3, 5]) as Tensor2D, null, 'none')).toThrow(
      /TlcLinear: input 1 has shape \[3, 5\]/,
    );
    expect(() => gatherRows(x, Int32Array.of(4))).toThrow(/TlcRows: an index lies outside/);
    expect(() => attention(x, packing(Int32Array.of(0, 5)), { heads: 1 })).toThrow(/TlcSelfAttention: the sentences/);
  });
});
