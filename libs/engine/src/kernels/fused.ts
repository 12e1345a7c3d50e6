import { tf, type Tensor } from '../backend.js';
import { owned } from './memory.js';

/**
 * An operation whose value and gradient are kernels.
 *
 * @param inputs every tensor that has a gradient
 * @param forward the value, and what backward needs: inputs, or tensors that it has made and that are kept until then
 * @param backward one gradient for each input, from the gradient of the value and what was kept: what kernels made, in memory that
 * nothing else has once what was kept is freed
 */
export function fused<T extends Tensor>(
  inputs: readonly Tensor[],
  forward: () => { value: Tensor; kept: readonly Tensor[] },
  backward: (dy: Tensor, kept: Tensor[]) => Tensor[],
): T {
  const operation = tf.customGrad((...given) => {
    const save = given.pop() as unknown as (tensors: Tensor[]) => void;
    const { value, kept } = forward();
    save([...kept]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => owned(tf.tidy(() => backward(dy, saved))) };
  });
  return operation(...inputs) as T;
}
