import { tf, type Tensor2D } from '../../backend.js';
import { decayed, replace } from '../replace.js';
import type { Trained } from '../rule.js';
import { orthogonalized } from './newton-schulz.js';

/** A matrix in a step, with what its move is multiplied by beside its rate. */
export type TrainedMatrix = Trained & { readonly scale: number };

export function update(trained: readonly TrainedMatrix[], clip: number, momentum: number): void {
  for (const each of trained) {
    tf.tidy(() => {
      const gradient = tf.mul(each.gradient, (1 - momentum) * clip);
      const kept = tf.add(tf.mul(each.slots.momentum_buffer, momentum), gradient);
      const move = orthogonalized(tf.add(gradient, tf.mul(kept, momentum)) as Tensor2D);
      replace(each, tf.sub(decayed(each), tf.mul(move, each.rate * each.scale)), { momentum_buffer: kept });
    });
  }
}
