import { describe, expect, it } from '@jest/globals';
import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../backend.js';
import { kernelSet } from '../kernels/addon.js';
import { packing } from '../packing.js';
import { recorded } from '../tape.js';
import { addResidual } from './add-residual/add-residual.js';
import { ADD_RESIDUAL_COST } from './add-residual/cost.js';
import { attention } from './attention/attention.js';
import { attentionCost, pairsOf } from './attention/cost.js';
import type { Cost } from './cost.js';
import { disentangledCost } from './disentangled-attention/cost.js';
import { disentangledAttention } from './disentangled-attention/disentangled-attention.js';
import { gatedFeedForwardCost } from './gated-feed-forward/cost.js';
import { gatedFeedForward } from './gated-feed-forward/gated-feed-forward.js';
import { rmsNormCost } from './rms-norm/cost.js';
import { rmsNorm } from './rms-norm/rms-norm.js';

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
const CASES: Record<string, Case> = {
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
    expect(others).toBe(load.rows * cost.kept);
    tf.dispose(tape.flatMap(({ saved }) => [...saved]));
  });

  it('counts the pairs of a window', () => {
    for (const [length, window] of [
      [8, 4],
      [8, 0],
      [512, 128],
      [3, 4],
      [9, 5],
    ]) {
      let pairs = 0;
      for (let i = 0; i < length; i++) {
        for (let j = 0; j < length; j++) pairs += Number(Math.abs(i - j) <= window / 2);
      }
      expect(pairsOf(length, window)).toBeCloseTo(pairs / length, 9);
    }
    expect(pairsOf(7)).toBe(7);
  });
});
