import { tf, type Scalar, type Tensor, type Variable } from './backend.js';

/** TF.js's gradients, which leave behind what was kept for backward when `loss` throws: that is freed here. */
function gradientsOf(loss: () => Scalar, variables: Variable[]) {
  const engine = tf.engine();
  try {
    return engine.gradients(loss, variables, undefined, true);
  } catch (error) {
    for (const { saved } of engine.state.activeTape ?? []) tf.dispose(saved);
    throw error;
  }
}

/**
 * The value of a loss and its gradient for each variable; zeros for a variable that the loss does not depend on.
 *
 * Whatever `loss` makes is freed before this returns, except variables and what was passed to `tf.keep`; a tensor made
 * outside stays. The gradients are the caller's to dispose. An error of `loss` passes through, and leaves nothing behind.
 *
 * @param loss runs the model; it need not be tidy
 */
export function valueAndGradients(
  loss: () => Scalar,
  variables: ReadonlyMap<string, Variable>,
): { value: number; gradients: Map<string, Tensor> } {
  const names = [...variables.keys()];
  const list = [...variables.values()];
  const { value, grads } = gradientsOf(loss, list);
  const gradients = new Map(names.map((name, i) => [name, grads[i] ?? tf.zerosLike<Tensor>(list[i])]));
  const [number] = value.dataSync();
  value.dispose();
  return { value: number, gradients };
}
