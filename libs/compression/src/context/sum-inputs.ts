import { setImmediate } from 'node:timers/promises';
import { type Tensor, type Tensor2D, tf } from '#engine';
import { type Model, encode, weightsOf } from '#models';
import type { Batch } from '#text';
import type { LayerGroup } from './layer-groups.js';

/** What is summed of one input. */
export interface InputSums {
  rows: number;
  products?: Tensor2D;
  least?: Tensor;
  greatest?: Tensor;
}

/** Where the pass over the data ends early: the layer has been seen. */
class Seen extends Error {}

/** Sums over the inputs of the linear layers of one group. The tensors are the caller's to dispose. */
export async function sumInputs(
  model: Model,
  { layers, calls }: LayerGroup,
  of: readonly string[],
  batches: Iterable<Batch>,
): Promise<ReadonlyMap<string, InputSums>> {
  const sums = new Map<string, InputSums>(layers.map((layer) => [layer, { rows: 0 }]));
  for (const batch of batches) {
    let left = calls;
    const observe = (layer: string, x: Tensor2D) => {
      const own = sums.get(layer);
      if (!own) return;
      add(own, x, of);
      if (--left === 0) throw new Seen();
    };
    try {
      encode(weightsOf(model), model, batch, { observe }).dispose();
    } catch (error) {
      if (!(error instanceof Seen)) throw error;
    }
    await setImmediate();
  }
  return sums;
}

function add(sums: InputSums, x: Tensor2D, of: readonly string[]): void {
  sums.rows += x.shape[0];
  const replace = <T extends Tensor>(old: T | undefined, next: () => T): T => {
    const kept = tf.keep(tf.tidy(next));
    old?.dispose();
    return kept;
  };
  if (of.includes('products')) {
    const { products } = sums;
    sums.products = replace(products, () => {
      const own = tf.matMul(x, x, true, false) as Tensor2D;
      return products ? tf.add(products, own) : own;
    });
  }
  if (of.includes('ranges')) {
    const { least, greatest } = sums;
    sums.least = replace(least, () => (least ? tf.minimum(least, tf.min(x, 0)) : tf.min(x, 0)));
    sums.greatest = replace(greatest, () => (greatest ? tf.maximum(greatest, tf.max(x, 0)) : tf.max(x, 0)));
  }
}
