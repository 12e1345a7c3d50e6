import type { Tensor1D, Tensor2D } from '../../backend.js';
import { sizesOf } from '../../shape-checks.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import { isFused } from '../linear/kernel.js';
import { linear } from '../linear/linear.js';
import type { Activation } from '../activation/options.js';
import * as plain from './plain.js';

/** The weights of a linear layer: weight [out, in], bias [out]. */
export interface LinearWeights {
  readonly weight: Tensor2D;
  readonly bias: Tensor1D | null;
}

/**
 * The position-wise feed-forward network of a Transformer, activation(x W₁ᵀ + b₁) W₂ᵀ + b₂: Vaswani et al., 2017,
 * arXiv 1706.03762, section 3.3.
 *
 * @param x [rows, hidden]
 * @param up weight [inner, hidden], bias [inner]
 * @param down weight [hidden, inner], bias [hidden]
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function feedForward(x: Tensor2D, up: LinearWeights, down: LinearWeights, activation: Activation): Tensor2D {
  sizesOf('feedForward', {
    x: [x, ['rows', 'hidden']],
    'up.weight': [up.weight, ['inner', 'hidden']],
    'up.bias': up.bias && [up.bias, ['inner']],
    'down.weight': [down.weight, ['hidden', 'inner']],
    'down.bias': down.bias && [down.bias, ['hidden']],
  });
  if (!kernelsServe()) return plain.feedForward(x, up, down, activation);
  if (isFused(activation)) return kernel.feedForward(x, up, down, activation);
  return linear(linear(x, up.weight, up.bias, activation), down.weight, down.bias);
}
