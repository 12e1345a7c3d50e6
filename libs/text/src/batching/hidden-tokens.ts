import { TlcError } from '#contracts';
import type { Batch } from '../batch.js';
import type { Dataset } from '../dataset.js';

/** Where masking takes its random numbers from. */
export interface RandomNumbers {
  /** From 0 to below 1. */
  uniform(): number;
  /** A whole number from 0 to below − 1. */
  integer(below: number): number;
}

/** What of a data set masking asks for. */
export type MaskVocabulary = Pick<Dataset, 'special' | 'vocabSize'>;

/** What becomes of the tokens that are predicted: the share that is shown as [MASK], and that shown as a random token. The
 * rest is shown as it is. */
export interface MaskShares {
  readonly mask: number;
  readonly random: number;
}

/** The shares of BERT (Devlin et al., 2019, arXiv 1810.04805, section 3.1). */
export const BERT_SHARES: MaskShares = { mask: 0.8, random: 0.1 };

/** The rows of a batch that may be predicted: all but [CLS], [SEP] and [PAD]. */
export function maskableRows({ ids }: Batch, { special }: MaskVocabulary): number[] {
  const rows: number[] = [];
  ids.forEach((id, row) => {
    if (id !== special.cls && id !== special.sep && id !== special.pad) rows.push(row);
  });
  return rows;
}

/** The chosen groups of rows; one of the candidates where none was chosen, and any row where there is none. */
export function atLeastOne(
  chosen: readonly (readonly number[])[],
  candidates: readonly (readonly number[])[],
  batch: Batch,
  random: RandomNumbers,
): readonly (readonly number[])[] {
  if (chosen.length > 0) return chosen;
  return [candidates.length > 0 ? candidates[random.integer(candidates.length)] : [random.integer(batch.ids.length)]];
}

/** A batch in which the tokens of some rows are to be predicted.
 * @param groups rows to predict; the rows of a group are shown in the same way, random tokens each a token of its own */
export function hideTokens(
  batch: Batch,
  groups: readonly (readonly number[])[],
  { special, vocabSize }: MaskVocabulary,
  shares: MaskShares,
  random: RandomNumbers,
): Batch {
  const { mask } = special;
  if (mask === undefined) {
    throw new TlcError('TOKENIZER_INVALID', 'the tokenizer has no mask token, which masked language modelling needs');
  }
  const ids = batch.ids.slice();
  for (const group of groups) {
    const fate = random.uniform();
    for (const row of group) {
      if (fate < shares.mask) ids[row] = mask;
      else if (fate < shares.mask + shares.random) ids[row] = random.integer(vocabSize);
    }
  }
  const rows = Int32Array.from(groups.flat()).sort();
  return { ...batch, ids, masked: { rows, labels: rows.map((row) => batch.ids[row]) } };
}
