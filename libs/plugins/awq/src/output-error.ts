import { type Tensor2D, tf } from '#engine';

/** How much a change of weights changes outputs: the sum over inputs of the squared differences of each output, δ XᵀX δᵀ for its row
 * δ of the change.
 * @param change [out, in] @param products XᵀX [in, in] */
export function outputError(change: Tensor2D, products: Tensor2D): Float32Array {
  const errors = tf.tidy(() => tf.sum(tf.mul(tf.matMul(change, products), change), 1));
  const values = Float32Array.from(errors.dataSync());
  errors.dispose();
  return values;
}
