import { backward } from './backward.js';
import { tf, type Scalar, type Tensor, type Variable } from './backend.js';

/**
 * The value of a loss and its gradient for each variable; zeros for a variable that the loss does not depend on.
 *
 * Whatever `loss` makes is freed before this returns, except variables and what was passed to `tf.keep`; a tensor made
 * outside stays. The gradients are the caller's to dispose. An error of `loss` passes through, and leaves nothing behind.
 *
 * @param loss runs the model; it need not be tidy
 * @param sums gradients of an earlier call, which these are added to: they are freed or become the result, also after an error
 */
export function valueAndGradients(
  loss: () => Scalar,
  variables: ReadonlyMap<string, Variable>,
  sums?: ReadonlyMap<string, Tensor>,
): { value: number; gradients: Map<string, Tensor> } {
  const names = [...variables.keys()];
  const list = [...variables.values()];
  const own = sums && names.map((name) => sums.get(name)!);
  const { value, gradients } = backward(loss, list, undefined, own);
  const [number] = value.dataSync();
  value.dispose();
  return { value: number, gradients: new Map(names.map((name, i) => [name, gradients[i] ?? tf.zerosLike(list[i])])) };
}
