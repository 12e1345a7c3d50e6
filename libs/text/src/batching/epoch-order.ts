import { random } from '#random';
import type { Split } from '../dataset.js';
import { keptTogether } from './batches.js';

/** The order in which an epoch takes the sentences of a split, decided by its number and the seed: what belongs together
 * stays together. */
export function epochOrder(seed: number, epoch: number, split: Pick<Split, 'sentences' | 'together'>): Int32Array {
  const { sentences, together = 1 } = split;
  const order = random(seed)
    .derive('order', epoch)
    .permutation(sentences / together);
  return keptTogether(order, split);
}
