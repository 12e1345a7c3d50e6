import { tf, type Scalar, type Tensor1D, type Tensor2D } from '../../backend.js';
import { fused } from '../../kernels/fused.js';
import { precisionAttribute } from '../../kernels/precision.js';
import { float, gradientsWanted, int, run } from '../../kernels/run.js';

export function meanCrossEntropy(
  x: Tensor2D,
  table: Tensor2D,
  bias: Tensor1D,
  labels: Int32Array,
  smoothing: number,
): Scalar {
  const attributes = [float('smoothing', smoothing), int('gradients', Number(gradientsWanted())), precisionAttribute()];
  return fused(
    [x, table, bias],
    () => {
      // The gradients come with the loss, from the same logits, for a loss whose own gradient is 1
      const [value, ...gradients] = run('TlcOutputHead', [x, table, bias, tf.tensor1d(labels, 'int32')], 4, attributes);
      return { value, kept: gradients };
    },
    (dy, gradients) => {
      const one = dy.dataSync()[0] === 1;
      return gradients.map((gradient) => (one ? tf.clone(gradient) : tf.mul(gradient, dy)));
    },
  );
}
