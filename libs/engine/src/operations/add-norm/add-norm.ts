import type { Tensor2D } from '../../backend.js';
import { checkedNumber, sizesOf } from '../../shape-checks.js';
import { checkedRate, type Dropout } from '../dropout/dropout.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import type { NormWeights } from '../layer-norm/layer-norm.js';
import * as plain from './plain.js';

/**
 * The end of every sub-layer of a post-norm Transformer, norm(residual + dropout(x)): Vaswani et al., 2017,
 * arXiv 1706.03762, sections 3.1 and 5.4.
 *
 * @param x [rows, hidden], what the sub-layer computed
 * @param residual [rows, hidden], what it was computed from
 * @param weights gain [hidden], bias [hidden] or null for none
 * @param epsilon added to the variance
 * @param noise dropout on x; none when left out
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function addNorm(
  x: Tensor2D,
  residual: Tensor2D,
  weights: NormWeights,
  epsilon: number,
  noise?: Dropout,
): Tensor2D {
  sizesOf('addNorm', {
    x: [x, ['rows', 'hidden']],
    residual: [residual, ['rows', 'hidden']],
    gain: [weights.gain, ['hidden']],
    bias: weights.bias && [weights.bias, ['hidden']],
  });
  checkedNumber('addNorm', 'epsilon', epsilon, 0);
  if (noise) checkedRate('addNorm', noise);
  return (kernelsServe() ? kernel : plain).addNorm(x, residual, weights, epsilon, noise);
}
