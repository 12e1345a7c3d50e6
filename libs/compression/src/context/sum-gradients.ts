import { setImmediate } from 'node:timers/promises';
import { type Tensor, tf, valueAndGradients } from '#engine';
import { type Model, loss, weightsOf } from '#models';
import type { Batch } from '#text';

/** The squared gradients of the mean loss of each batch, summed, for the weights of some linear layers. The tensors are the
 * caller's to dispose. */
export async function sumGradients(
  model: Model,
  layers: readonly string[],
  batches: Iterable<Batch>,
): Promise<ReadonlyMap<string, Tensor>> {
  const names = layers.map((layer) => `${layer}.weight`).filter((name) => model.parameters.has(name));
  const variables = new Map(names.map((name) => [name, tf.variable(model.parameters.get(name)!.value)]));
  const own = weightsOf(model);
  let sums: ReadonlyMap<string, Tensor> | undefined;
  try {
    for (const batch of batches) {
      const { gradients } = valueAndGradients(
        () => loss((name) => variables.get(name) ?? own(name), model, batch),
        variables,
      );
      const before = sums;
      sums = new Map(
        [...gradients].map(([name, gradient]) => {
          const sum = tf.tidy(() => {
            const square = tf.square(gradient);
            return before ? tf.add(before.get(name)!, square) : square;
          });
          return [name, sum];
        }),
      );
      tf.dispose([...gradients.values(), ...(before?.values() ?? [])]);
      await setImmediate();
    }
  } catch (error) {
    tf.dispose([...(sums?.values() ?? [])]);
    throw error;
  } finally {
    for (const variable of variables.values()) variable.dispose();
  }
  return sums ?? new Map();
}
