import { random } from '#random';

/** The order in which an epoch takes the sentences of a split, decided by its number and the seed. */
export function epochOrder(seed: number, epoch: number, sentences: number): Int32Array {
  return random(seed).derive('order', epoch).permutation(sentences);
}
