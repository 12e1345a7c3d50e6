import { tf, type Tensor } from './backend.js';
import { checkFloat } from './door.js';
import { differentiable } from './differentiable.js';

const SQRT_HALF = Math.SQRT1_2;
const INVERSE_SQRT_TAU = 1 / Math.sqrt(2 * Math.PI);

/**
 * x Φ(x), where Φ is the normal distribution function in its exact form, (1 + erf(x/√2)) / 2, as in BERT: Hendrycks and
 * Gimpel, 2016, arXiv 1606.08415. The derivative is Φ(x) + x φ(x).
 *
 * @param x any shape
 * @throws ENGINE_WRONG_SHAPE when it is not of floats
 */
export function gelu<T extends Tensor>(x: T): T {
  checkFloat('gelu', 'x', x);
  return differentiable(
    [x],
    [x],
    () => {
      const half = tf.mul(x, 0.5);
      return tf.add(half, tf.mul(half, tf.erf(tf.mul(x, SQRT_HALF)))) as T;
    },
    (dy, x) => {
      const scaled = tf.mul(x, SQRT_HALF);
      const distribution = tf.add(tf.mul(tf.erf(scaled), 0.5), 0.5);
      const density = tf.mul(tf.exp(tf.neg(tf.square(scaled))), INVERSE_SQRT_TAU);
      return [tf.mul(dy, tf.add(distribution, tf.mul(x, density)))];
    },
  );
}
