import { tf, type Tensor } from './backend.js';

/**
 * An operation with a gradient of its own, where TF.js's would be slow or hold more memory.
 *
 * Only the inputs are kept for `backward`, which computes again what else it needs from them. So `backward`, itself made
 * of TF.js operations on inputs and `dy`, can be differentiated once more: second derivatives are right, too. What
 * `backward` makes on the way is freed as soon as it returns.
 *
 * @param inputs every tensor that has a gradient
 * @param forward the value, from `inputs`
 * @param backward one gradient for each input, of the input's shape, from the gradient of the value and the inputs
 */
export function differentiable<T extends Tensor>(
  inputs: readonly Tensor[],
  forward: () => T,
  backward: (dy: T, ...inputs: Tensor[]) => Tensor[],
): T {
  const operation = tf.customGrad((...given) => {
    const save = given.pop() as unknown as (tensors: Tensor[]) => void;
    const value = forward();
    save([...inputs]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => tf.tidy(() => backward(dy as T, ...saved)) };
  });
  return operation(...inputs) as T;
}
