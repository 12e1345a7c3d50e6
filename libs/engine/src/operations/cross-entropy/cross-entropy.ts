import { tf, type Scalar, type Tensor2D } from '../../backend.js';
import { checkedIndices, checkSomeRows, sizesOf, type Indices } from '../../shape-checks.js';

/**
 * The mean cross entropy of the softmax of logits, in nats.
 *
 * @param logits [rows, classes], at least one row
 * @param labels [rows], each from 0 to classes − 1
 * @throws ENGINE_WRONG_SHAPE
 */
export function crossEntropy(logits: Tensor2D, labels: Indices): Scalar {
  const { rows, classes } = sizesOf('crossEntropy', { logits: [logits, ['rows', 'classes']] });
  checkSomeRows('crossEntropy', rows);
  const values = checkedIndices('crossEntropy', 'labels', labels, classes, rows);
  const target = tf.oneHot(tf.tensor1d(values, 'int32'), classes);
  return tf.div(tf.neg(tf.sum(tf.mul(target, tf.logSoftmax(logits)))), rows) as Scalar;
}
