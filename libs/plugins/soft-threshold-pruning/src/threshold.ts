import { type Tensor, tf } from '#engine';

/** The threshold of a matrix: `level` exp(rate s), s being trained.
 * @param level what the thresholds of all matrices are multiplied by, []
 * @param s of the matrix, [] */
export const thresholdOf = (level: Tensor, s: Tensor, rate: number): Tensor => tf.mul(level, tf.exp(tf.mul(s, rate)));

/** The weights that the forward pass uses: sign(W) ReLU(|W| - t), zero below the threshold and continuous at it (Kusupati et al.
 * 2020, arXiv 2002.03231, section 3). The gradient of a weight is that of what is used where that is not zero, and 0 elsewhere; that of
 * the threshold is -Σ sign(W) dL/dW' over the weights above it. */
export const softThreshold = (weight: Tensor, threshold: Tensor): Tensor =>
  tf.mul(tf.sign(weight), tf.relu(tf.sub(tf.abs(weight), threshold)));
