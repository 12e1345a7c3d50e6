import { tf, type Tensor } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import { gelu } from '../../gelu.js';
import type { Activation } from './options.js';

const SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** tanh(√(2/π) (x + 0.044715 x³)). */
const bend = (x: Tensor) => tf.tanh(tf.mul(tf.mul(x, tf.add(tf.mul(tf.square(x), CUBIC), 1)), SQRT_TWO_OVER_PI));

/**
 * x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2: GELU without the error function, Hendrycks and Gimpel, 2016,
 * arXiv 1606.08415, section 2. Backward keeps x alone.
 */
export function geluTanh<T extends Tensor>(x: T): T {
  return differentiable(
    [x],
    [x],
    () => tf.mul(tf.mul(x, 0.5), tf.add(bend(x), 1)) as T,
    (dy, x) => {
      const t = bend(x);
      const slope = tf.mul(tf.add(tf.mul(tf.square(x), 3 * CUBIC), 1), 0.5 * SQRT_TWO_OVER_PI);
      const along = tf.mul(tf.mul(x, slope), tf.sub(1, tf.square(t)));
      return [tf.mul(dy, tf.add(tf.mul(tf.add(t, 1), 0.5), along))];
    },
  );
}

/** x σ(x): Hendrycks and Gimpel, 2016, section 4; Ramachandran et al., 2017, arXiv 1710.05941. Backward keeps x alone. */
export function silu<T extends Tensor>(x: T): T {
  return differentiable(
    [x],
    [x],
    () => tf.mul(x, tf.sigmoid(x)),
    (dy, x) => {
      const share = tf.sigmoid(x);
      return [tf.mul(dy, tf.mul(share, tf.add(tf.mul(x, tf.sub(1, share)), 1)))];
    },
  );
}

export const ACTIVATIONS: Readonly<Record<Activation, <T extends Tensor>(x: T) => T>> = {
  none: (x) => x,
  gelu,
  gelu_tanh: geluTanh,
  relu: tf.relu,
  silu,
  tanh: tf.tanh,
};
