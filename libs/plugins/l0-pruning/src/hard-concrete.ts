import { type Tensor, tf } from '#engine';

/** Temperature of the hard concrete distribution, and the ends that it is stretched to (Louizos et al. 2018, arXiv 1712.01312,
 * sections 2.2 and 4). */
const BETA = 2 / 3;
const [GAMMA, ZETA] = [-0.1, 1.1];

const stretched = (s: Tensor): Tensor => tf.clipByValue(tf.add(tf.mul(s, ZETA - GAMMA), GAMMA), 0, 1);

/** Sampled gates: the sigmoid of (log u - log(1 - u) + log α) / β, stretched to -0.1 … 1.1 and cut to 0 … 1. Many of
 * them are just 0 or 1.
 * @param logAlpha of each gate
 * @param uniform numbers between 0 and 1, of the same shape */
export const sampledGates = (logAlpha: Tensor, uniform: Tensor): Tensor =>
  tf.tidy(() => {
    const noise = tf.sub(tf.log(uniform), tf.log(tf.sub(1, uniform)));
    return stretched(tf.sigmoid(tf.div(tf.add(noise, logAlpha), BETA)));
  });

/** Gates without noise, as the model has them in the end. They are not the sampled ones at u = 1/2: log α is not divided by
 * the temperature. */
export const finalGates = (logAlpha: Tensor): Tensor => stretched(tf.sigmoid(logAlpha));

/** The probability of each gate not to be 0. */
export const openness = (logAlpha: Tensor): Tensor => tf.sigmoid(tf.sub(logAlpha, BETA * Math.log(-GAMMA / ZETA)));
