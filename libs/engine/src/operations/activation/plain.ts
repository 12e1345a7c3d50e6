import { tf, type Tensor } from '../../backend.js';
import { differentiable } from '../../differentiable.js';
import type { Activation } from './options.js';

/** f(x) and f′(x) by element. */
export interface Function {
  value(x: Tensor): Tensor;
  slope(x: Tensor): Tensor;
}

const INVERSE_SQRT_TAU = 1 / Math.sqrt(2 * Math.PI);
const SQRT_TWO_OVER_PI = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** Φ(x), the share of a normal distribution below x, by the error function. */
const normalDistribution = (x: Tensor) => tf.add(tf.mul(tf.erf(tf.mul(x, Math.SQRT1_2)), 0.5), 0.5);

/** tanh(√(2/π) (x + 0.044715 x³)). */
const bend = (x: Tensor) => tf.tanh(tf.mul(tf.mul(x, tf.add(tf.mul(tf.square(x), CUBIC), 1)), SQRT_TWO_OVER_PI));

/** Hendrycks and Gimpel, 2016, arXiv 1606.08415, section 2: x Φ(x), and x (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2. */
const gelu: Function = {
  value: (x) => tf.mul(x, normalDistribution(x)),
  slope: (x) => {
    const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), INVERSE_SQRT_TAU);
    return tf.add(normalDistribution(x), tf.mul(x, density));
  },
};
const geluTanh: Function = {
  value: (x) => tf.mul(tf.mul(x, 0.5), tf.add(bend(x), 1)),
  slope: (x) => {
    const t = bend(x);
    const inner = tf.mul(tf.add(tf.mul(tf.square(x), 3 * CUBIC), 1), 0.5 * SQRT_TWO_OVER_PI);
    return tf.add(tf.mul(tf.add(t, 1), 0.5), tf.mul(tf.mul(x, inner), tf.sub(1, tf.square(t))));
  },
};

/** x σ(x): Hendrycks and Gimpel, 2016, section 4; Ramachandran et al., 2017, arXiv 1710.05941. */
const silu: Function = {
  value: (x) => tf.mul(x, tf.sigmoid(x)),
  slope: (x) => {
    const share = tf.sigmoid(x);
    return tf.mul(share, tf.add(tf.mul(x, tf.sub(1, share)), 1));
  },
};

export const FUNCTIONS: Readonly<Record<Activation, Function>> = {
  none: { value: (x) => tf.clone(x), slope: (x) => tf.onesLike(x) },
  gelu,
  gelu_tanh: geluTanh,
  relu: { value: tf.relu, slope: (x) => tf.step(x) },
  silu,
  tanh: { value: tf.tanh, slope: (x) => tf.sub(1, tf.square(tf.tanh(x))) },
};

/** activation(x). Backward keeps x alone, and makes the rest again. */
export function activate<T extends Tensor>(x: T, activation: Activation): T {
  if (activation === 'none') return x;
  const { value, slope } = FUNCTIONS[activation];
  return differentiable(
    [x],
    [x],
    () => value(x) as T,
    (dy, x) => [tf.mul(dy, slope(x))],
  );
}
