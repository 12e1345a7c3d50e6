import { tf } from '../../backend.js';
import type { Settings } from '../adamw/plain.js';
import { replace } from '../replace.js';
import type { Step, Trained } from '../rule.js';

export function update(trained: readonly Trained[], { number, clip }: Step, { beta1, beta2, epsilon }: Settings): void {
  for (const each of trained) {
    tf.tidy(() => {
      const { parameter, gradient, slots, rate, decay } = each;
      const mean = tf.add(tf.mul(slots.exp_avg, beta1), tf.mul(gradient, (1 - beta1) * clip));
      const square = tf.add(tf.mul(slots.exp_avg_sq, beta2), tf.mul(tf.square(gradient), (1 - beta2) * clip * clip));
      const root = tf.add(tf.sqrt(tf.div(square, 1 - beta2 ** number)), epsilon);
      const move = tf.add(tf.div(tf.div(mean, 1 - beta1 ** number), root), tf.mul(parameter, decay));
      const [own, moves] = [tf.norm(parameter), tf.norm(move)];
      const ratio = tf.where(tf.logicalAnd(tf.greater(own, 0), tf.greater(moves, 0)), tf.div(own, moves), 1);
      const value = tf.sub(parameter, tf.mul(move, decay > 0 ? tf.mul(ratio, rate) : rate));
      replace(each, value, { exp_avg: mean, exp_avg_sq: square });
    });
  }
}
