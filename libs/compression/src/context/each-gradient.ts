import { setImmediate } from 'node:timers/promises';
import { type Tensor, tf, valueAndGradients } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import type { Batch } from '#text';

/** Gives `use` the gradient of the mean loss of each batch, of the weights of some linear layers by their names. The tensors are freed
 * after each call. */
export async function eachGradient(
  model: Model,
  layers: readonly string[],
  batches: Iterable<Batch>,
  use: (gradients: ReadonlyMap<string, Tensor>) => void,
): Promise<void> {
  const names = layers.map((layer) => `${layer}.weight`).filter((name) => model.parameters.has(name));
  const variables = new Map(names.map((name) => [name, tf.variable(model.parameters.get(name)!.value)]));
  const own = weightsOf(model);
  try {
    for (const batch of batches) {
      const { gradients } = valueAndGradients(
        () => loss((name) => variables.get(name) ?? own(name), model, batch),
        variables,
      );
      try {
        use(gradients);
      } finally {
        tf.dispose([...gradients.values()]);
      }
      await setImmediate();
    }
  } finally {
    for (const variable of variables.values()) variable.dispose();
  }
}
