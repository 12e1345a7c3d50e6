import { tf, type Tensor } from '../backend.js';
import type { Trained } from './rule.js';

/** Gives a parameter and what is kept for it new values, and frees the old ones. */
export function replace({ parameter, slots }: Trained, value: Tensor, kept: Readonly<Record<string, Tensor>>): void {
  parameter.assign(value);
  for (const [slot, tensor] of Object.entries(kept)) {
    tf.dispose(slots[slot]);
    slots[slot] = tf.keep(tensor);
  }
}

/** What decoupled weight decay leaves of a parameter. */
export function decayed({ parameter, rate, decay }: Trained): Tensor {
  return decay > 0 ? tf.mul(parameter, 1 - rate * decay) : parameter;
}
