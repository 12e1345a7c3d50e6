import type { Tensor } from './backend.js';
import * as kernels from './kernels/add-to.js';
import { kernelsServe } from './kernels/run.js';
import * as plain from './plain/add-to.js';

/**
 * The sum of two float32 tensors of one shape, which are both used up: in the memory of one of them, where that is
 * nobody else's.
 */
export function addTo(sum: Tensor, term: Tensor): Tensor {
  return (kernelsServe() ? kernels : plain).addTo(sum, term);
}
