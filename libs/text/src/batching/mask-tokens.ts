import type { Batch } from '../batch.js';
import type { Dataset } from '../dataset.js';

/** Where masking takes its random numbers from. */
export interface RandomNumbers {
  /** From 0 to below 1. */
  uniform(): number;
  /** A whole number from 0 to below − 1. */
  integer(below: number): number;
}

/** A batch with tokens masked for the masked-LM objective (Devlin et al., 2019, arXiv 1810.04805, section 3.1): each
 * token but [CLS], [SEP] and [PAD] is predicted with the given probability; of those, 80 % become [MASK], 10 % a random
 * token, and 10 % stay. At least one token of the batch is predicted. */
export function maskTokens(
  batch: Batch,
  { special, vocabSize }: Pick<Dataset, 'special' | 'vocabSize'>,
  probability: number,
  random: RandomNumbers,
): Batch {
  const maskable = (row: number) => {
    const id = batch.ids[row];
    return id !== special.cls && id !== special.sep && id !== special.pad;
  };
  const all = Array.from(batch.ids, (_, row) => row);
  const candidates = all.filter(maskable);
  const drawn = candidates.filter(() => random.uniform() < probability);
  const rows = Int32Array.from(drawn.length > 0 ? drawn : [pick(candidates.length > 0 ? candidates : all, random)]);
  const ids = batch.ids.slice();
  for (const row of rows) {
    const fate = random.uniform();
    if (fate < 0.8) ids[row] = special.mask;
    else if (fate < 0.9) ids[row] = random.integer(vocabSize);
  }
  return { ...batch, ids, masked: { rows, labels: rows.map((row) => batch.ids[row]) } };
}

function pick(from: readonly number[], random: RandomNumbers): number {
  return from[random.integer(from.length)];
}
