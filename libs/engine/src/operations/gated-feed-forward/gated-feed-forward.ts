import type { Tensor2D } from '../../backend.js';
import { refuse, sizesOf } from '../../shape-checks.js';
import type { LinearWeights } from '../feed-forward/feed-forward.js';
import type { Activation } from '../activation/options.js';
import type { GateWeights } from './options.js';
import { isFused } from '../linear/kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

/**
 * The gated feed-forward network, W₂ (activation(W_gate x) · W_up x), with biases or without: Shazeer, 2020,
 * arXiv 2002.05202, section 2.
 *
 * @param x [rows, hidden]
 * @param up weights [inner, hidden], biases [inner]; or [2 · inner, hidden] and [2 · inner], the gate first
 * @param down weight [hidden, inner], bias [hidden]
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function gatedFeedForward(x: Tensor2D, up: GateWeights, down: LinearWeights, activation: Activation): Tensor2D {
  const parts = 'gate' in up ? up : { 'gate and up': up };
  const sizes = sizesOf('gatedFeedForward', {
    x: [x, ['rows', 'hidden']],
    ...Object.fromEntries(
      Object.entries(parts).flatMap(([name, { weight, bias }]) => [
        [`${name}.weight`, [weight, ['inner', 'hidden']]],
        [`${name}.bias`, bias && [bias, ['inner']]],
      ]),
    ),
  });
  const joined = !('gate' in up);
  if (joined && sizes.inner % 2 !== 0) {
    refuse('gatedFeedForward', `the weight of gate and up has ${sizes.inner} rows, expected two halves`);
  }
  sizesOf('gatedFeedForward', {
    'down.weight': [down.weight, [sizes.hidden, joined ? sizes.inner / 2 : sizes.inner]],
    'down.bias': down.bias && [down.bias, [sizes.hidden]],
  });
  if (kernelsServe() && isFused(activation)) return kernel.gatedFeedForward(x, up, down, activation);
  return plain.gatedFeedForward(x, up, down, activation);
}
