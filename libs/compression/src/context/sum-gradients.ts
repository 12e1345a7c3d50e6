import { type Tensor, tf } from '#engine';
import type { Model } from '#models';
import type { Batch } from '#text';
import { eachGradient } from './each-gradient.js';

/** The squared gradients of the mean loss of each batch, summed, for the weights of some linear layers. The tensors are the
 * caller's to dispose. */
export async function sumGradients(
  model: Model,
  layers: readonly string[],
  batches: Iterable<Batch>,
): Promise<ReadonlyMap<string, Tensor>> {
  const sums = new Map<string, Tensor>();
  try {
    await eachGradient(model, layers, batches, (gradients) => {
      for (const [name, gradient] of gradients) {
        const before = sums.get(name);
        const square = () => tf.square(gradient);
        sums.set(name, tf.keep(tf.tidy(() => (before ? tf.add(before, square()) : square()))));
        before?.dispose();
      }
    });
  } catch (error) {
    tf.dispose([...sums.values()]);
    throw error;
  }
  return sums;
}
