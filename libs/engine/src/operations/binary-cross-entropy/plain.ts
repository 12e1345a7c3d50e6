import { tf, type Scalar, type Tensor } from '../../backend.js';
import { differentiable } from '../../differentiable.js';

export function binaryCrossEntropy(logits: Tensor, labels: Float32Array): Scalar {
  return differentiable<Scalar>(
    [logits],
    [logits],
    () => {
      const most = tf.relu(logits);
      const rest = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
      return tf.mean(tf.add(tf.sub(most, tf.mul(logits, tf.tensor(labels, logits.shape))), rest));
    },
    (dy, logits) => {
      const difference = tf.sub(tf.sigmoid(logits), tf.tensor(labels, logits.shape));
      return [tf.mul(difference, tf.div(dy, logits.size))];
    },
  );
}
