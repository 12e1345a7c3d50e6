import { tf } from '../../backend.js';
import { decayed, replace } from '../replace.js';
import type { Step, Trained } from '../rule.js';

export interface Settings {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export function update(trained: readonly Trained[], { number, clip }: Step, { beta1, beta2, epsilon }: Settings): void {
  // θ − lr (m / c₁) / (√v / √c₂ + ε), with numerator and denominator multiplied by √c₂
  const root = Math.sqrt(1 - beta2 ** number);
  for (const each of trained) {
    tf.tidy(() => {
      const { gradient, slots, rate } = each;
      const mean = tf.add(tf.mul(slots.exp_avg, beta1), tf.mul(gradient, (1 - beta1) * clip));
      const square = tf.add(tf.mul(slots.exp_avg_sq, beta2), tf.mul(tf.square(gradient), (1 - beta2) * clip * clip));
      const move = tf.div(mean, tf.add(tf.sqrt(square), epsilon * root));
      const value = tf.sub(decayed(each), tf.mul(move, (rate * root) / (1 - beta1 ** number)));
      replace(each, value, { exp_avg: mean, exp_avg_sq: square });
    });
  }
}
