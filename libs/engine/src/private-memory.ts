import { tf, type Tensor } from './backend.js';
import { copy, owned } from './kernels/memory.js';
import { kernelsServe } from './kernels/run.js';

/**
 * A copy of a float32 tensor that an optimiser may change in place: in native memory, where that is where kernels compute.
 * A variable made of it shares that memory.
 */
export function privateCopy<T extends Tensor>(tensor: T): T {
  return kernelsServe() ? copy(tensor) : tf.clone(tensor);
}

/** A float32 tensor of these values in memory of its own, so that the array can be freed. */
export function tensorOf(values: Float32Array, shape: readonly number[]): Tensor {
  return tf.tidy(() => privateCopy(tf.tensor(values, [...shape])));
}

/** Zeros that an optimiser may change in place. */
export function zeros(shape: readonly number[]): Tensor {
  // Not tf.zeros, whose typed array stays until JavaScript collects it
  const filled: Tensor = tf.fill([...shape], 0);
  return kernelsServe() ? owned([filled])[0] : filled;
}
