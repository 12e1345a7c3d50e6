import { tf, type Tensor2D } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { NormWeights } from './layer-norm.js';

/** The rows of x with mean 0 and variance 1, and the factor that gave them that, [rows, 1]. */
function standardize(x: Tensor2D, epsilon: number) {
  const centred = tf.sub(x, tf.mean(x, 1, true));
  const scale = tf.rsqrt(tf.add(tf.mean(tf.square(centred), 1, true), epsilon));
  return { standard: tf.mul(centred, scale) as Tensor2D, scale };
}

export function layerNorm(x: Tensor2D, { gain, bias }: NormWeights, epsilon: number): Tensor2D {
  return differentiable(
    bias ? [x, gain, bias] : [x, gain],
    [x, gain],
    () => {
      const scaled: Tensor2D = tf.mul(standardize(x, epsilon).standard, gain);
      return bias ? tf.add(scaled, bias) : scaled;
    },
    (dy, x, gain) => {
      const { standard, scale } = standardize(x as Tensor2D, epsilon);
      const along = tf.mul(dy, standard);
      const dStandard = tf.mul(dy, gain);
      const radial = tf.mul(standard, tf.mean(tf.mul(dStandard, standard), 1, true));
      const dx = tf.mul(scale, tf.sub(tf.sub(dStandard, tf.mean(dStandard, 1, true)), radial));
      return [dx, tf.sum(along, 0), ...(bias ? [tf.sum(dy, 0)] : [])];
    },
  );
}
