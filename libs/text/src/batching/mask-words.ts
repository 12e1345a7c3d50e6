import type { Batch } from '../batch.js';
import {
  atLeastOne,
  BERT_SHARES,
  hideTokens,
  type MaskShares,
  type MaskVocabulary,
  type RandomNumbers,
} from './hidden-tokens.js';
import { type WordMarks, wordsOf } from './word-marks.js';

/** A batch with whole words masked (google-research/bert, whole word masking, 2019): each word is predicted with the given
 * probability, all its tokens or none; each of its tokens is shown as [MASK], as a random token, or as it is. At least one
 * word of the batch is predicted. */
export function maskWords(
  batch: Batch,
  vocabulary: MaskVocabulary,
  marks: WordMarks,
  probability: number,
  random: RandomNumbers,
  shares: MaskShares = BERT_SHARES,
): Batch {
  const words = wordsOf(batch, vocabulary, marks);
  const drawn = words.filter(() => random.uniform() < probability);
  const rows = atLeastOne(drawn, words, batch, random)
    .flat()
    .map((row) => [row]);
  return hideTokens(batch, rows, vocabulary, shares, random);
}
