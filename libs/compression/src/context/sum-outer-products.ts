import { type Tensor, type Tensor3D, tf } from '#engine';
import { sizeOf } from '#families';
import type { Model } from '#models';
import type { Batch } from '#text';
import { eachGradient } from './each-gradient.js';

/** Gradients whose products are added up at once. */
const CHUNK = 16;

/** What is summed of the gradients of a weight. */
export interface OuterProducts {
  /** g gᵀ of each block of consecutive weights, [blocks, block, block], added up. */
  readonly sum: Tensor3D;
  /** How many gradients. */
  readonly count: number;
}

/** The products of the gradients of weights that lie in one block, summed over batches: what the blocks on the diagonal of the empirical
 * Fisher information are made of. Weights of sparse parameters that are zero have no gradient. The last block is filled up with
 * zeros. The tensors are the caller's to dispose.
 * @param block consecutive weights of a matrix, row by row */
export async function sumOuterProducts(
  model: Model,
  layers: readonly string[],
  batches: Iterable<Batch>,
  block: number,
): Promise<ReadonlyMap<string, OuterProducts>> {
  const sums = new Map<string, Tensor3D>();
  const waiting = new Map<string, Tensor[]>();
  let count = 0;
  const addUp = () => {
    for (const [name, gradients] of waiting) {
      const before = sums.get(name);
      sums.set(name, tf.keep(tf.tidy(() => added(before, gradients))));
      tf.dispose([...gradients, ...(before ? [before] : [])]);
    }
    waiting.clear();
  };
  try {
    await eachGradient(model, layers, batches, (gradients) => {
      count++;
      for (const [name, gradient] of gradients) {
        const { value, encoding } = model.parameters.get(name)!;
        const own = () =>
          blocksOf(encoding?.sparse ? tf.mul(gradient, tf.cast(tf.notEqual(value, 0), 'float32')) : gradient, block);
        waiting.set(name, [...(waiting.get(name) ?? []), tf.keep(tf.tidy(own))]);
      }
      if (count % CHUNK === 0) addUp();
    });
    addUp();
  } catch (error) {
    tf.dispose([...sums.values(), ...[...waiting.values()].flat()]);
    throw error;
  }
  return new Map([...sums].map(([name, sum]) => [name, { sum, count }]));
}

/** A gradient as [blocks, 1, block]. */
function blocksOf(gradient: Tensor, block: number): Tensor3D {
  const size = sizeOf(gradient.shape);
  const blocks = Math.ceil(size / block);
  const filled = tf.pad1d(tf.reshape(gradient, [size]), [0, blocks * block - size]);
  return tf.reshape(filled, [blocks, 1, block]) as Tensor3D;
}

function added(before: Tensor3D | undefined, gradients: readonly Tensor[]): Tensor3D {
  const all = tf.concat([...gradients] as Tensor3D[], 1);
  const products = tf.matMul(all, all, true, false) as Tensor3D;
  return before ? tf.add(before, products) : products;
}
