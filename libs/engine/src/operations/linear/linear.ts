import type { Tensor1D, Tensor2D } from '../../backend.js';
import { sizesOf } from '../../shape-checks.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import { activate } from '../activation/activation.js';
import type { Activation } from '../activation/options.js';
import * as plain from './plain.js';

/**
 * activation(x Wᵀ + b).
 *
 * @param x [rows, in]
 * @param weight [out, in], as PyTorch and Hugging Face files hold it
 * @param bias [out], or null for none
 * @returns [rows, out]
 * @throws ENGINE_WRONG_SHAPE
 */
export function linear(
  x: Tensor2D,
  weight: Tensor2D,
  bias: Tensor1D | null,
  activation: Activation = 'none',
): Tensor2D {
  sizesOf('linear', {
    x: [x, ['rows', 'in']],
    weight: [weight, ['out', 'in']],
    bias: bias && [bias, ['out']],
  });
  if (!kernelsServe()) return plain.linear(x, weight, bias, activation);
  if (kernel.isFused(activation)) return kernel.linear(x, weight, bias, activation);
  return activate(kernel.linear(x, weight, bias, 'none'), activation);
}
