import { tf, type Tensor } from './backend.js';

/**
 * An operation with a gradient of its own, where TF.js's would be slow or hold more memory.
 *
 * Only `kept` is held for `backward`, which computes again what else it needs. Where `kept` is inputs only, `backward`,
 * itself made of TF.js operations on them and on `dy`, can be differentiated once more, so that second derivatives are
 * right, too. What `backward` makes on the way is freed as soon as it returns.
 *
 * @param inputs every tensor that has a gradient
 * @param kept those of the inputs that `backward` needs
 * @param forward the value, from the inputs
 * @param backward one gradient for each input, of the input's shape, from the gradient of the value and what was kept
 */
export function differentiable<T extends Tensor>(
  inputs: readonly Tensor[],
  kept: readonly Tensor[],
  forward: () => T,
  backward: (dy: T, ...kept: Tensor[]) => Tensor[],
): T {
  const operation = tf.customGrad((...given) => {
    const save = given.pop() as unknown as (tensors: Tensor[]) => void;
    const value = forward();
    save([...kept]);
    return { value, gradFunc: (dy: Tensor, saved: Tensor[]) => tf.tidy(() => backward(dy as T, ...saved)) };
  });
  return operation(...inputs) as T;
}
