import { tf, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';

export function gatherRows(x: Tensor2D, indices: Int32Array): Tensor2D {
  return differentiable(
    [x],
    [],
    () => tf.gather(x, tf.tensor1d(indices, 'int32')),
    (dy) => [tf.unsortedSegmentSum(dy, tf.tensor1d(indices, 'int32'), x.shape[0])],
  );
}
