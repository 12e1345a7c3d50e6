import { setImmediate } from 'node:timers/promises';
import { type Tensor, type Tensor2D, tf } from '#engine';
import type { Model } from '#models';
import type { Batch } from '#text';
import type { LayerGroup } from './layer-groups.js';
import type { LayerStates } from './layer-states.js';
import { Seen, showInputs } from './show-inputs.js';

/** What is summed of one input. */
export interface InputSums {
  rows: number;
  products?: Tensor2D;
  squares?: Tensor;
  magnitudes?: Tensor;
  least?: Tensor;
  greatest?: Tensor;
}

/** Sums over the inputs of some linear layers of one group; those of the same inputs share them. The tensors are the caller's
 * to dispose. */
export async function sumInputs(
  model: Model,
  { calls, alike }: LayerGroup,
  layers: readonly string[],
  of: readonly string[],
  batches: Iterable<Batch>,
  states: LayerStates,
): Promise<ReadonlyMap<string, InputSums>> {
  const sums = new Map<string, InputSums>(layers.map((layer) => [alike.get(layer)!, { rows: 0 }]));
  try {
    let number = 0;
    for (const batch of batches) {
      let left = calls;
      const observe = (layer: string, x: Tensor2D) => {
        if (!alike.has(layer)) return;
        const own = sums.get(layer);
        if (own) add(own, x, of);
        if (--left === 0) throw new Seen();
      };
      showInputs(model, batch, observe, { layer: states.pass(number++, () => left < calls) });
      await setImmediate();
    }
  } catch (error) {
    for (const own of sums.values()) disposeSums(own);
    throw error;
  }
  return new Map(layers.map((layer) => [layer, sums.get(alike.get(layer)!)!]));
}

/** Frees what was summed of an input. */
export function disposeSums({ rows: _, ...sums }: InputSums): void {
  tf.dispose(Object.values(sums));
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
  if (of.includes('squares')) {
    const { squares } = sums;
    sums.squares = replace(squares, () => {
      const own = tf.sum(tf.square(x), 0);
      return squares ? tf.add(squares, own) : own;
    });
  }
  if (of.includes('magnitudes')) {
    const { magnitudes } = sums;
    sums.magnitudes = replace(magnitudes, () => {
      const own = tf.sum(tf.abs(x), 0);
      return magnitudes ? tf.add(magnitudes, own) : own;
    });
  }
  if (of.includes('ranges')) {
    const { least, greatest } = sums;
    sums.least = replace(least, () => (least ? tf.minimum(least, tf.min(x, 0)) : tf.min(x, 0)));
    sums.greatest = replace(greatest, () => (greatest ? tf.maximum(greatest, tf.max(x, 0)) : tf.max(x, 0)));
  }
}
