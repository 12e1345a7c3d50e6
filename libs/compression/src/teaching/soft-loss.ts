import { type Scalar, type Tensor2D, tf } from '#engine';

/** T² times the mean over rows of KL(softmax(teacher / T) ‖ softmax(student / T)), in nats: T² keeps the gradient's size as T
 * changes (Hinton et al. 2015, arXiv 1503.02531, section 2). No gradient flows to the teacher.
 * @param student logits [rows, classes] @param teacher logits of the same shape */
export function softLoss(student: Tensor2D, teacher: Tensor2D, temperature: number): Scalar {
  return tf.tidy(() => {
    const [wanted, own] = [teacher, student].map((logits) => tf.logSoftmax(tf.div(logits, temperature)));
    const divergence = tf.sum(tf.mul(tf.exp(wanted), tf.sub(wanted, own)), -1);
    return tf.mul<Scalar>(tf.mean(divergence), temperature ** 2);
  });
}

/** The mean squared difference of what two models answer in numbers. */
export const squaredLoss = (student: Tensor2D, teacher: Tensor2D): Scalar =>
  tf.mean<Scalar>(tf.squaredDifference(student, teacher));
