import { tf, type Tensor, type Tensor1D, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';

/** 1 / √(mean of x² + epsilon) of each row, [rows, 1]. */
const scaleOf = (x: Tensor, epsilon: number) => tf.rsqrt(tf.add(tf.mean(tf.square(x), 1, true), epsilon));

export function rmsNorm(x: Tensor2D, gain: Tensor1D, epsilon: number): Tensor2D {
  return differentiable(
    [x, gain],
    [x, gain],
    () => tf.mul(tf.mul(x, scaleOf(x, epsilon)), gain) as Tensor2D,
    (dy, x, gain) => {
      const scale = scaleOf(x, epsilon);
      const standard = tf.mul(x, scale);
      const dStandard = tf.mul(dy, gain);
      const radial = tf.mul(standard, tf.mean(tf.mul(dStandard, standard), 1, true));
      return [tf.mul(scale, tf.sub(dStandard, radial)), tf.sum(tf.mul(dy, standard), 0)];
    },
  );
}
