import { tf, type Tensor2D } from '../../backend.js';
import { fused } from '../../kernels/fused.js';
import { run } from '../../kernels/run.js';

export function gatherRows(x: Tensor2D, indices: Int32Array): Tensor2D {
  return fused(
    [x],
    () => {
      const places = tf.tensor1d(indices, 'int32');
      return { value: run('TlcRows', [x, places], 1)[0], kept: [places, x] };
    },
    (dy, kept) => run('TlcRowsGradient', [dy, ...kept], 1),
  );
}
