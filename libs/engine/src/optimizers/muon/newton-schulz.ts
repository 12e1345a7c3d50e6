import { tf, type Tensor2D } from '../../backend.js';

/** The coefficients that raise small singular values fastest, and how often they are applied. */
export const COEFFICIENTS = [3.4445, -4.775, 2.0315] as const;
export const ITERATIONS = 5;

/** The least norm that a matrix is divided by. */
export const LEAST_NORM = 1e-7;

/** A matrix with about the same singular vectors, and singular values near 1. */
export function orthogonalized(matrix: Tensor2D): Tensor2D {
  return tf.tidy(() => {
    const [a, b, c] = COEFFICIENTS;
    const tall = matrix.shape[0] > matrix.shape[1];
    const wide = tall ? tf.transpose(matrix) : matrix;
    let x: Tensor2D = tf.div(wide, tf.maximum(tf.norm(wide), LEAST_NORM));
    for (let i = 0; i < ITERATIONS; i++) {
      const gram = tf.matMul(x, x, false, true);
      const factor: Tensor2D = tf.add(tf.mul(gram, b), tf.mul(tf.matMul(gram, gram), c));
      x = tf.add(tf.mul(x, a), tf.matMul(factor, x));
    }
    return tall ? tf.transpose(x) : x;
  });
}
