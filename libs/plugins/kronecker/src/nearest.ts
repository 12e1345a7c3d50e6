import { svd, type Tensor2D, tf } from '#engine';
import type { LeftSize } from './sizes.js';

/** A Kronecker product that is near a matrix, and the squares of it that are left of the matrix: ‖W‖² less them is the square of
 * their distance. */
export interface Nearest {
  readonly left: Tensor2D;
  readonly right: Tensor2D;
  readonly kept: number;
}

/** The nearest Kronecker product A ⊗ B to a matrix (Van Loan and Pitsianis 1993, "Approximation with Kronecker products"): once each
 * block is a row, it is the best approximation of rank 1, by the largest singular value. Both factors are as long.
 * @param weight [m, n] @param size of A; its rows and columns divide those of W
 * @returns tensors that are the caller's */
export function nearestProduct(weight: Tensor2D, [m1, n1]: LeftSize): Nearest {
  const [m2, n2] = [weight.shape[0] / m1, weight.shape[1] / n1];
  const { left, right, length } = tf.tidy(() => {
    const blocks = tf.transpose(tf.reshape(weight, [m1, m2, n1, n2]), [0, 2, 1, 3]);
    const rows = tf.reshape(blocks, [m1 * n1, m2 * n2]) as Tensor2D;
    // Of the smaller side's products: its singular vectors are those of the rows, or of their transpose
    const isWide = m1 * n1 <= m2 * n2;
    const products = tf.matMul(rows, rows, !isWide, isWide) as Tensor2D;
    const first = tf.slice(svd(products).u, [0, 0], [-1, 1]) as Tensor2D;
    const other = tf.matMul(rows, first, isWide, false);
    const singular = tf.norm(other) as Tensor2D;
    const root = tf.sqrt(tf.maximum(singular, 1e-30));
    const [a, b] = [tf.mul(first, root), tf.div(other, root)];
    return {
      left: tf.reshape(isWide ? a : b, [m1, n1]) as Tensor2D,
      right: tf.reshape(isWide ? b : a, [m2, n2]) as Tensor2D,
      length: singular,
    };
  });
  const kept = length.dataSync()[0] ** 2;
  length.dispose();
  return { left, right, kept };
}

/** Of all sizes that are allowed the nearest product. */
export function nearestOf(weight: Tensor2D, sizes: readonly LeftSize[]): Nearest | undefined {
  let best: Nearest | undefined;
  for (const size of sizes) {
    const found = nearestProduct(weight, size);
    const [worse, better] = best && best.kept >= found.kept ? [found, best] : [best, found];
    if (worse) tf.dispose([worse.left, worse.right]);
    best = better;
  }
  return best;
}
