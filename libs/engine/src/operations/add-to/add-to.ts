import type { Tensor } from '../../backend.js';
import * as kernel from './kernel.js';
import { kernelsServe } from '../../kernels/run.js';
import * as plain from './plain.js';

/**
 * The sum of two float32 tensors of one shape, both freed or taken over: in the memory of one of them, where that is
 * nobody else's.
 */
export function addTo(sum: Tensor, term: Tensor): Tensor {
  return (kernelsServe() ? kernel : plain).addTo(sum, term);
}
