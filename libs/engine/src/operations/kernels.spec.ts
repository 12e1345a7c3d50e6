import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../backend.js';
import { kernelSet, setKernelThreads, threads } from '../kernels/addon.js';
import { drawn, largestDifference, valueAndGradientsOf, type Operation } from '../kernels/comparison.js';
import * as linearKernel from './linear/kernel.js';
import { packing } from '../packing.js';
import * as plainLinear from './linear/plain.js';
import * as addResidualKernel from './add-residual/kernel.js';
import * as plainAddResidual from './add-residual/plain.js';
import * as attentionKernel from './attention/kernel.js';
import type { AttentionSpec } from './attention/options.js';
import * as plainAttention from './attention/plain.js';
import * as disentangledKernel from './disentangled-attention/kernel.js';
import type { DisentangledSpec } from './disentangled-attention/options.js';
import * as plainDisentangled from './disentangled-attention/plain.js';
import * as gatedKernel from './gated-feed-forward/kernel.js';
import * as plainGated from './gated-feed-forward/plain.js';
import * as rmsNormKernel from './rms-norm/kernel.js';
import * as plainRmsNorm from './rms-norm/plain.js';

const SIZES = [1, 7, 17, 63, 1000];
const pairs = SIZES.flatMap((a) => SIZES.map((b) => [a, b] as const));
const sentences = (lengths: readonly number[]) => {
  let end = 0;
  return packing(Int32Array.of(0, ...lengths.map((length) => (end += length))));
};

/** Both versions of an operation on inputs of these shapes. */
interface Case {
  readonly name: string;
  readonly shapes: readonly (readonly number[])[];
  readonly of: (version: 'kernel' | 'plain') => Operation;
  readonly scale?: number;
}

const LENGTHS = [[1], [1, 1, 1], [7, 1, 17], [63, 5], [17, 300, 1], [700]];
const DISTANCE = 20;
type Form = Omit<AttentionSpec, 'heads' | 'bias'> & { readonly biased?: boolean };
const FORMS: Form[] = [
  { window: 0 },
  { window: 10, causal: true },
  { window: 128 },
  { rotary: { base: 10_000 } },
  { rotary: { base: 100, dimension: 2 }, window: 64, scale: 1 },
  { biased: true },
  { biased: true, scale: 1, window: 33, rotary: { base: 160_000 }, causal: true },
];
const attentionCases = LENGTHS.flatMap((lengths, at) =>
  [4, 18, 64].flatMap((size) =>
    FORMS.map(({ biased, ...form }, i): Case => {
      const heads = 1 + ((at + i) % 3);
      const batch = sentences(lengths);
      return {
        name: `${lengths}, heads of ${size}, ${JSON.stringify({ biased, ...form })}`,
        shapes: [[batch.rows, 3 * heads * size], ...(biased ? [[8, heads]] : [])],
        of: (version) => (qkv, table) => {
          const spec = { ...form, heads, bias: biased ? { table, distance: DISTANCE } : null };
          return { kernel: attentionKernel, plain: plainAttention }[version].attention(qkv, batch, spec);
        },
        // Attention to one key is that key's value: what remains of the other gradients is rounding
        scale: form.window === 0 || lengths.every((length) => length === 1) ? 1 : undefined,
      };
    }),
  ),
);

const SPAN = 8;
const disentangledCases = LENGTHS.flatMap((lengths, at) =>
  [4, 18, 64].flatMap((size) =>
    [
      [true, true, true],
      [true, false, false],
      [false, true, true],
    ].map(([c2p, p2c, logBuckets], i): Case => {
      const heads = 1 + ((at + i) % 3);
      const batch = sentences(lengths);
      const table = [2 * SPAN, heads * size];
      return {
        name: `${lengths}, heads of ${size}, ${JSON.stringify({ c2p, p2c, logBuckets })}`,
        shapes: [[batch.rows, 3 * heads * size], ...(c2p ? [table] : []), ...(p2c ? [table] : [])],
        of:
          (version) =>
          (qkv: Tensor2D, ...tables: Tensor2D[]) => {
            const spec: DisentangledSpec = {
              ...{ heads, logBuckets, maxDistance: 300 },
              posKey: c2p ? tables[0] : null,
              posQuery: p2c ? tables[tables.length - 1] : null,
            };
            return { kernel: disentangledKernel, plain: plainDisentangled }[version].disentangledAttention(
              qkv,
              batch,
              spec,
            );
          },
        scale: lengths.every((length) => length === 1) ? 1 : undefined,
      };
    }),
  ),
);

const gatedCases = SIZES.flatMap((rows, at) =>
  [
    [1, 7],
    [7, 1],
    [17, 63],
    [63, 1000],
    [1000, 17],
  ].map(([hidden, inner], i): Case => {
    const activation = (['gelu', 'gelu_tanh', 'silu', 'none'] as const)[(at + i) % 4];
    const joined = (at + i) % 2 === 0;
    const up = joined ? [[2 * inner, hidden], [2 * inner]] : [[inner, hidden], [inner], [inner, hidden], [inner]];
    return {
      name: `${rows} x ${hidden} x ${inner} ${activation}${joined ? ', joined' : ''}`,
      shapes: [[rows, hidden], ...up, [hidden, inner], [hidden]],
      of:
        (version) =>
        (x: Tensor2D, ...weights: Tensor[]) => {
          const layers = Array.from({ length: weights.length / 2 }, (_, layer) => ({
            weight: tf.div(weights[2 * layer], Math.sqrt(weights[2 * layer].shape[1]!)) as Tensor2D,
            bias: weights[2 * layer + 1] as Tensor1D,
          }));
          const [gate, open, down] = joined ? [layers[0], null, layers[1]] : layers;
          const both = open ? { gate, up: open } : gate;
          return { kernel: gatedKernel, plain: plainGated }[version].gatedFeedForward(x, both, down!, activation);
        },
      scale: 0.1,
    };
  }),
);

const noise = (rate: number) => ({ rate, key: { seed: 3, step: 5, site: 7 } });
const rowCases = pairs.flatMap(([rows, hidden]): Case[] => [
  {
    name: `rms norm ${rows} x ${hidden}`,
    shapes: [[rows, hidden], [hidden]],
    of: (version) => (x, gain) => ({ kernel: rmsNormKernel, plain: plainRmsNorm })[version].rmsNorm(x, gain, 1e-5),
    // The root mean square of one number is its size, and what remains of its gradient is rounding
    scale: hidden === 1 ? 300 : undefined,
  },
  ...[0, 0.1].map((rate): Case => {
    return {
      name: `add residual ${rows} x ${hidden} rate ${rate}`,
      shapes: [
        [rows, hidden],
        [rows, hidden],
      ],
      of: (version) => (x, residual) =>
        ({ kernel: addResidualKernel, plain: plainAddResidual })[version].addResidual(x, residual, noise(rate)),
    };
  }),
]);

const linearCases = pairs.flatMap(([rows, out]) =>
  (['gelu_tanh', 'silu'] as const).map((activation): Case => {
    return {
      name: `linear ${rows} x 17 x ${out} ${activation}`,
      shapes: [[rows, 17], [out, 17], [out]],
      of: (version) => (x, weight, bias) =>
        ({ kernel: linearKernel, plain: plainLinear })[version].linear(x, weight, bias, activation),
      scale: 0.1,
    };
  }),
);

const groups: [string, Case[]][] = [
  ['attention', attentionCases],
  ['disentangled attention', disentangledCases],
  ['gated feed-forward', gatedCases],
  ['norms and residuals', rowCases],
  ['activations', linearCases],
];

(kernelSet ? describe : describe.skip)(`the kernels (${kernelSet})`, () => {
  for (const [name, cases] of groups) {
    it(`${name}: values and gradients are those of the plain version in ${cases.length} cases`, () => {
      const wrong = cases.flatMap(({ name, shapes, of, scale }, i) => {
        const inputs = drawn(shapes, i);
        const difference = largestDifference(of('kernel'), of('plain'), inputs, scale);
        tf.dispose(inputs);
        return difference <= 1e-5 ? [] : [`${name}: ${difference}`];
      });
      expect(wrong).toEqual([]);
    });

    it(`${name}: the same bits with 1, 2, 3 and 4 threads`, () => {
      const some = cases.filter((_, i) => i % 11 === 0 || i === cases.length - 1);
      for (const [i, { shapes, of }] of some.entries()) {
        const inputs = drawn(shapes, i);
        const bits = [1, 2, 3, 4].map((count) => {
          setKernelThreads(count);
          const tensors = valueAndGradientsOf(of('kernel'), inputs);
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
});
