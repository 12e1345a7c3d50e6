import type { Tensor2D } from '../../backend.js';
import { sizesOf } from '../../shape-checks.js';
import { checkedRate, type Dropout } from '../dropout/dropout.js';
import { kernelsServe } from '../../kernels/run.js';
import * as kernel from './kernel.js';
import * as plain from './plain.js';

/**
 * The end of every sub-layer of a pre-norm Transformer, residual + dropout(x): Xiong et al., 2020, arXiv 2002.04745.
 * Backward keeps neither.
 *
 * @param x [rows, hidden], what the sub-layer computed
 * @param residual [rows, hidden], what was normed before it
 * @param noise dropout on x; none when left out
 * @returns [rows, hidden]
 * @throws ENGINE_WRONG_SHAPE
 */
export function addResidual(x: Tensor2D, residual: Tensor2D, noise?: Dropout): Tensor2D {
  sizesOf('addResidual', { x: [x, ['rows', 'hidden']], residual: [residual, ['rows', 'hidden']] });
  if (noise) checkedRate('addResidual', noise);
  return (kernelsServe() ? kernel : plain).addResidual(x, residual, noise);
}
