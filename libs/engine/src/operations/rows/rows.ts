import type { Tensor2D } from '../../backend.js';
import { checkedIndices, sizesOf, type Indices } from '../../shape-checks.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import * as plain from './plain.js';

/** `rows` without its checks. */
export function gatherRows(x: Tensor2D, indices: Int32Array): Tensor2D {
  return (kernelsServe() ? kernel : plain).gatherRows(x, indices);
}

/**
 * Some rows of x, in any order, any of them more than once.
 *
 * @param x [rows, columns]
 * @param indices [n], each from 0 to rows − 1
 * @returns [n, columns]
 * @throws ENGINE_WRONG_SHAPE
 */
export function rows(x: Tensor2D, indices: Indices): Tensor2D {
  const sizes = sizesOf('rows', { x: [x, ['rows', 'columns']] });
  return gatherRows(x, checkedIndices('rows', 'indices', indices, sizes.rows));
}
