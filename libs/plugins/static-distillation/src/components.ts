import { svd, type Tensor2D, tf } from '#engine';

/** The first principal components of rows (Pearson 1901): what is left of them once their mean is taken away and they are turned
 * so that each column varies most among those that are left. Signs are those of `svd`.
 * @param x [rows, columns] @param count columns that are left, no more than there are
 * @returns [rows, count], the caller's */
export function principalComponents(x: Tensor2D, count: number): Tensor2D {
  return tf.tidy(() => {
    const centred = tf.sub<Tensor2D>(x, tf.mean(x, 0, true));
    // Of XᵀX the singular vectors are those that X has on the right
    const { v } = svd(tf.div<Tensor2D>(tf.matMul(centred, centred, true, false), x.shape[0]));
    return tf.matMul(centred, tf.slice(v, [0, 0], [-1, count])) as Tensor2D;
  });
}
