import { tf, type Scalar, type Tensor1D } from '../../backend.js';
import { checkSomeRows, sizesOf } from '../../shape-checks.js';

/**
 * The mean of (prediction − target)²: the loss of regression.
 *
 * @param predictions [rows], at least one
 * @param targets [rows]
 * @throws ENGINE_WRONG_SHAPE
 */
export function meanSquaredError(predictions: Tensor1D, targets: Tensor1D): Scalar {
  const { rows } = sizesOf('meanSquaredError', { predictions: [predictions, ['rows']], targets: [targets, ['rows']] });
  checkSomeRows('meanSquaredError', rows);
  return tf.mean(tf.squaredDifference(predictions, targets));
}
