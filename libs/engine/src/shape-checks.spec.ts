import { expect, it } from '@jest/globals';
import { addNorm } from './operations/add-norm/add-norm.js';
import { AdamW } from './optimizers/adamw/adamw.js';
import { activate } from './operations/activation/activation.js';
import { attention } from './operations/attention/attention.js';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from './backend.js';
import { crossAttention } from './operations/cross-attention/cross-attention.js';
import { crossEntropy } from './operations/cross-entropy/cross-entropy.js';
import { dropout } from './operations/dropout/dropout.js';
import { embedding } from './operations/embedding/embedding.js';
import { feedForward } from './operations/feed-forward/feed-forward.js';
import { layerNorm } from './operations/layer-norm/layer-norm.js';
import { linear } from './operations/linear/linear.js';
import { meanSquaredError } from './operations/mean-squared-error/mean-squared-error.js';
import { outputHead } from './operations/output-head/output-head.js';
import { packing } from './packing.js';
import { rows } from './operations/rows/rows.js';

const f = (...shape: number[]) => tf.zeros(shape) as never as Tensor1D & Tensor2D;
const whole = (...shape: number[]) => tf.zeros(shape, 'int32') as never as Tensor1D & Tensor2D;
const int = (...values: number[]) => Int32Array.from(values);
/** What TypeScript would not let pass, and JavaScript does. */
const floats = (...values: number[]) => Float32Array.from(values) as never as Int32Array;
const batch = packing(int(0, 2, 4));
const norm = { gain: f(6), bias: f(6) };
const noise = (rate: number) => ({ rate, key: { seed: 1, step: 2, site: 3 } });
const tables = { tokens: f(5, 6), positions: f(4, 6), types: f(2, 6) };
const at = (ids: Int32Array, positions = int(0, 1), types = int(0, 1)) => embedding({ ids, positions, types }, tables);
const optimizer = () => new AdamW(new Map([['w', tf.variable(f(2, 2) as Tensor)]]));
const up = { weight: f(3, 6), bias: f(3) };

/** Calls that must be refused, by the operation that the message names. */
const CALLS: Record<string, (() => unknown)[]> = {
  packing: [
    () => packing(int()),
    () => packing(int(1, 2)),
    () => packing(int(0, 2, 2)),
    () => packing(int(0, 3, 1)),
    () => packing(floats(0, NaN, 2)),
  ],
  linear: [
    () => linear(f(4, 6), f(3, 5), null),
    () => linear(f(4, 6), f(3, 6), f(4)),
    () => linear(whole(4, 6), f(3, 6), null),
    () => linear(f(4), f(3, 6), null),
  ],
  feedForward: [
    () => feedForward(f(4, 5), up, { weight: f(6, 3), bias: f(6) }, 'gelu'),
    () => feedForward(f(4, 6), up, { weight: f(6, 4), bias: f(6) }, 'gelu'),
    () => feedForward(f(4, 6), up, { weight: f(6, 3), bias: whole(6) }, 'gelu'),
  ],
  layerNorm: [
    () => layerNorm(f(4, 5), norm, 1e-5),
    () => layerNorm(whole(4, 6), norm, 1e-5),
    () => layerNorm(f(4, 6), norm, NaN),
    () => layerNorm(f(4, 6), norm, -1),
  ],
  addNorm: [
    () => addNorm(f(4, 6), f(3, 6), norm, 1e-5),
    () => addNorm(f(4, 6), f(4, 6), norm, NaN),
    ...[1, -0.1, NaN].map((rate) => () => addNorm(f(4, 6), f(4, 6), norm, 1e-5, noise(rate))),
  ],
  attention: [
    () => attention(f(5, 6), batch, { heads: 1 }),
    () => attention(f(4, 7), batch, { heads: 1 }),
    () => attention(whole(4, 6), batch, { heads: 1 }),
    ...[0, -1, 4, 0.5, NaN].map((heads) => () => attention(f(4, 6), batch, { heads })),
    ...[-1, 0.5, NaN].map((window) => () => attention(f(4, 12), batch, { heads: 1, window })),
    ...[1, -1, NaN, Infinity].map((base) => () => attention(f(4, 12), batch, { heads: 1, rotary: { base } })),
    ...[-2, 1, 6, NaN].map(
      (dimension) => () => attention(f(4, 12), batch, { heads: 1, rotary: { base: 10, dimension } }),
    ),
    () => attention(f(4, 9), batch, { heads: 1, rotary: { base: 10 } }),
    ...[0, -1, NaN, Infinity].map((scale) => () => attention(f(4, 12), batch, { heads: 1, scale })),
    ...[f(8, 2), f(6, 1), f(0, 1), whole(8, 1)].map(
      (table) => () => attention(f(4, 12), batch, { heads: 1, bias: { table, distance: 16 } }),
    ),
    ...[2, 2.5, NaN].map(
      (distance) => () => attention(f(4, 12), batch, { heads: 1, bias: { table: f(8, 1), distance } }),
    ),
  ],
  crossAttention: [
    () => crossAttention(f(5, 6), f(4, 12), batch, batch, { heads: 2 }),
    () => crossAttention(f(4, 6), f(4, 11), batch, batch, { heads: 2 }),
    () => crossAttention(f(4, 6), f(4, 12), batch, packing(int(0, 4)), { heads: 2 }),
    ...[0, -2, 4, 1.5, NaN].map((heads) => () => crossAttention(f(4, 6), f(4, 12), batch, batch, { heads })),
  ],
  rows: [
    () => rows(f(4, 6), int(4)),
    () => rows(f(4, 6), int(-1)),
    () => rows(f(4, 6), floats(NaN)),
    () => rows(f(4, 6), f(2)),
    () => rows(f(4), int(0)),
  ],
  embedding: [
    () => at(int(5, 0)),
    () => at(int(0, -1)),
    () => at(floats(0, NaN)),
    () => at(int(0, 1), int(0, 4)),
    () => at(int(0, 1), int(0)),
    () => at(int(0, 1), int(0, 1), int(0, 2)),
    () => embedding({ ids: int(0), positions: int(0) }, { ...tables, positions: f(4, 5) }),
  ],
  dropout: [...[1, -0.1, NaN, 2].map((rate) => () => dropout(f(3), noise(rate))), () => dropout(whole(3), noise(0.1))],
  activate: [() => activate(whole(3), 'gelu')],
  outputHead: [
    () => outputHead(f(2, 6), f(5, 6), f(5), int(0, 5)),
    () => outputHead(f(2, 6), f(5, 6), f(5), floats(0, NaN)),
    () => outputHead(f(2, 6), f(5, 6), f(5), int(0)),
    () => outputHead(f(2, 6), f(5, 7), f(5), int(0, 1)),
    () => outputHead(f(2, 6), f(5, 6), f(4), int(0, 1)),
    () => outputHead(f(2, 6), f(5, 6), f(5), int(0, 1), { labelSmoothing: 1 }),
  ],
  crossEntropy: [
    () => crossEntropy(f(2, 3), int(0, 3)),
    () => crossEntropy(f(2, 3), floats(0, NaN)),
    () => crossEntropy(f(2, 3), int(0)),
    () => crossEntropy(f(0, 3), int()),
  ],
  meanSquaredError: [() => meanSquaredError(f(2), f(3)), () => meanSquaredError(f(0), f(0))],
  AdamW: [
    () => optimizer().step(new Map(), 0.1),
    () => optimizer().step(new Map([['w', f(2, 3) as Tensor]]), 0.1),
    () => optimizer().step(new Map([['w', f(2, 2) as Tensor]]), NaN),
    () => new AdamW(new Map(), { beta1: 1 }),
    () => new AdamW(new Map(), { epsilon: NaN }),
  ],
};

it.each(Object.entries(CALLS))('%s refuses what does not fit, by a coded error that names it', (operation, calls) => {
  for (const call of calls) {
    let error: unknown = `${call} was not refused`;
    try {
      call();
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toMatchObject({ code: 'ENGINE_WRONG_SHAPE', message: expect.stringContaining(`${operation}: `) });
  }
});
