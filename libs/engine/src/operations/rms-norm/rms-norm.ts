import type { Tensor1D, Tensor2D } from '../../backend.js';
import { checkedNumber, sizesOf } from '../../shape-checks.js';
import { kernelsServe } from '../../kernels/run.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

/**
 * Root mean square normalisation, gain · x / √(mean of x² + epsilon) over each row: Zhang and Sennrich, 2019,
 * arXiv 1910.07467, section 4.
 *
 * @param x [rows, hidden]
 * @param gain [hidden]
 * @param epsilon added to the mean; 1e-6 in T5
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function rmsNorm(x: Tensor2D, gain: Tensor1D, epsilon: number): Tensor2D {
  sizesOf('rmsNorm', { x: [x, ['rows', 'hidden']], gain: [gain, ['hidden']] });
  checkedNumber('rmsNorm', 'epsilon', epsilon, 0);
  return (kernelsServe() ? kernel : plain).rmsNorm(x, gain, epsilon);
}
