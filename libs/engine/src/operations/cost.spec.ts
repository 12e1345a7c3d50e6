import { describe, expect, it } from '@jest/globals';
import {
  ADD_RESIDUAL_COST,
  addNormCost,
  attentionCost,
  type Cost,
  crossAttentionCost,
  disentangledCost,
  DROPOUT_COST,
  EMBEDDING_COST,
  feedForwardCost,
  gatedFeedForwardCost,
  layerNormCost,
  linearCost,
  outputHeadCost,
  rmsNormCost,
  ROWS_COST,
} from '#costs';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../backend.js';
import { kernelSet } from '../kernels/addon.js';
import { packing } from '../packing.js';
import { recorded } from '../tape.js';
import type { Activation } from './activation/options.js';
import { addNorm } from './add-norm/add-norm.js';
import { addResidual } from './add-residual/add-residual.js';
import { attention } from './attention/attention.js';
import { crossAttention } from './cross-attention/cross-attention.js';
import { disentangledAttention } from './disentangled-attention/disentangled-attention.js';
import { dropout } from './dropout/dropout.js';
import { embedding } from './embedding/embedding.js';
import { feedForward } from './feed-forward/feed-forward.js';
import { gatedFeedForward } from './gated-feed-forward/gated-feed-forward.js';
import { layerNorm } from './layer-norm/layer-norm.js';
import { linear } from './linear/linear.js';
import { outputHead } from './output-head/output-head.js';
import { rmsNorm } from './rms-norm/rms-norm.js';
import { rows } from './rows/rows.js';

const [hidden, heads, inner] = [12, 3, 20];
const load = { rows: 24, length: 8 };
const batch = packing(Int32Array.of(0, 8, 16, 24));
const normal = (...shape: number[]) => tf.randomNormal(shape, 0, 1, 'float32', 1) as never as Tensor1D & Tensor2D;
const noise = { rate: 0.1, key: { seed: 1, step: 2, site: 3 } };

interface Case {
  readonly inputs: Record<string, Tensor>;
  readonly run: (inputs: Record<string, never>) => Tensor;
  readonly cost: Cost;
}

const spec = { heads, window: 4, rotary: { base: 100 } };
const table = normal(8, heads);
const disentangled = { heads, maxDistance: 16, logBuckets: true };
const places = {
  ids: new Int32Array(24).fill(3),
  positions: Int32Array.from({ length: 24 }, (_, row) => row % 8),
  types: new Int32Array(24),
};
const linearCase = (activation: Activation): Case => ({
  inputs: { x: normal(24, hidden), weight: normal(inner, hidden), bias: normal(inner) },
  run: ({ x, weight, bias }) => linear(x, weight, bias, activation),
  cost: linearCost(hidden, inner, activation, load),
});
const CASES: Record<string, Case> = {
  ...Object.fromEntries(
    (['none', 'gelu', 'gelu_tanh', 'relu', 'silu', 'tanh'] as const).map((activation) => [
      `linear, ${activation}`,
      linearCase(activation),
    ]),
  ),
  'feed-forward': {
    inputs: {
      ...{ x: normal(24, hidden), up: normal(inner, hidden), upBias: normal(inner) },
      ...{ down: normal(hidden, inner), downBias: normal(hidden) },
    },
    run: ({ x, up, upBias, down, downBias }) =>
      feedForward(x, { weight: up, bias: upBias }, { weight: down, bias: downBias }, 'gelu'),
    cost: feedForwardCost(hidden, inner, load),
  },
  'layer norm': {
    inputs: { x: normal(24, hidden), gain: normal(hidden), bias: normal(hidden) },
    run: ({ x, gain, bias }) => layerNorm(x, { gain, bias }, 1e-6),
    cost: layerNormCost(hidden, load),
  },
  'add and norm': {
    inputs: { x: normal(24, hidden), residual: normal(24, hidden), gain: normal(hidden), bias: normal(hidden) },
    run: ({ x, residual, gain, bias }) => addNorm(x, residual, { gain, bias }, 1e-6, noise),
    cost: addNormCost(hidden, load),
  },
  embedding: {
    inputs: { tokens: normal(9, hidden), positions: normal(8, hidden), types: normal(2, hidden) },
    run: (tables) => embedding(places, tables as never),
    cost: EMBEDDING_COST,
  },
  rows: {
    inputs: { x: normal(24, hidden) },
    run: ({ x }) => rows(x, Int32Array.of(1, 5)),
    cost: ROWS_COST,
  },
  dropout: {
    inputs: { x: normal(24, hidden) },
    run: ({ x }) => dropout(x as Tensor, noise),
    cost: DROPOUT_COST,
  },
  'cross attention': {
    inputs: { q: normal(24, hidden), kv: normal(24, 2 * hidden) },
    run: ({ q, kv }) => crossAttention(q, kv, batch, batch, { heads }),
    cost: crossAttentionCost(hidden, heads, load.length),
  },
  'output head': {
    inputs: { x: normal(24, hidden), table: normal(50, hidden), bias: normal(50) },
    run: ({ x, table, bias }) => outputHead(x, table, bias, places.positions),
    cost: outputHeadCost(hidden, 50, load),
  },
  attention: {
    inputs: { qkv: normal(24, 3 * hidden) },
    run: ({ qkv }) => attention(qkv, batch, spec),
    cost: attentionCost(hidden, spec, load),
  },
  'attention with a relative bias': {
    inputs: { qkv: normal(24, 3 * hidden), table },
    run: ({ qkv, table }) => attention(qkv, batch, { ...spec, bias: { table, distance: 20 } }),
    cost: attentionCost(hidden, spec, load, 8),
  },
  'disentangled attention': {
    inputs: { qkv: normal(24, 3 * hidden), posKey: normal(8, hidden), posQuery: normal(8, hidden) },
    run: ({ qkv, posKey, posQuery }) => disentangledAttention(qkv, batch, { ...disentangled, posKey, posQuery }),
    cost: disentangledCost(hidden, { heads }, 8, 2, load),
  },
  'gated feed-forward': {
    inputs: { x: normal(24, hidden), up: normal(2 * inner, hidden), down: normal(hidden, inner) },
    run: ({ x, up, down }) =>
      gatedFeedForward(x, { weight: up, bias: null }, { weight: down, bias: null }, 'gelu_tanh'),
    cost: gatedFeedForwardCost(hidden, inner, load),
  },
  'root mean square norm': {
    inputs: { x: normal(24, hidden), gain: normal(hidden) },
    run: ({ x, gain }) => rmsNorm(x, gain, 1e-6),
    cost: rmsNormCost(hidden, load),
  },
  residual: {
    inputs: { x: normal(24, hidden), residual: normal(24, hidden) },
    run: ({ x, residual }) => addResidual(x, residual, noise),
    cost: ADD_RESIDUAL_COST,
  },
};

(kernelSet ? describe : describe.skip)('cost', () => {
  it.each(Object.entries(CASES))('says what is held for backward: %s', (_name, { inputs, run, cost }) => {
    const { value, tape } = recorded(() => run(inputs as never));
    const named = new Map(Object.entries({ ...inputs, y: value }).map(([name, { dataId }]) => [dataId, name]));
    const floats = tape.flatMap(({ saved }) => saved).filter(({ dtype, size }) => dtype === 'float32' && size > 0);
    const held = new Map(floats.map((tensor) => [tensor.dataId, tensor]));
    const keeps = [...held.keys()].flatMap((dataId) => named.get(dataId) ?? []);
    expect(keeps.sort()).toEqual([...cost.keeps].sort());
    const others = [...held].filter(([dataId]) => !named.has(dataId)).reduce((sum, [, { size }]) => sum + size, 0);
    expect(others).toBe(load.rows * cost.kept + (cost.keptOnce ?? 0));
    tf.dispose(tape.flatMap(({ saved }) => [...saved]));
  });
});
