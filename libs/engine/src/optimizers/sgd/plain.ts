import { tf } from '../../backend.js';
import { decayed, replace } from '../replace.js';
import type { Trained } from '../rule.js';

export function update(trained: readonly Trained[], clip: number, momentum: number): void {
  for (const each of trained) {
    tf.tidy(() => {
      const gradient = tf.mul(each.gradient, clip);
      const kept = tf.add(tf.mul(each.slots.momentum_buffer, momentum), gradient);
      const move = tf.mul(tf.add(gradient, tf.mul(kept, momentum)), each.rate);
      replace(each, tf.sub(decayed(each), move), { momentum_buffer: kept });
    });
  }
}
