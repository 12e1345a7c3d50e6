import type { Batch } from '../batch.js';
import {
  atLeastOne,
  BERT_SHARES,
  hideTokens,
  type MaskShares,
  type MaskVocabulary,
  maskableRows,
  type RandomNumbers,
} from './hidden-tokens.js';

/** A batch with tokens masked for the masked-LM objective (Devlin et al., 2019, arXiv 1810.04805, section 3.1): each
 * token but [CLS], [SEP] and [PAD] is predicted with the given probability. At least one token of the batch is. */
export function maskTokens(
  batch: Batch,
  vocabulary: MaskVocabulary,
  probability: number,
  random: RandomNumbers,
  shares: MaskShares = BERT_SHARES,
): Batch {
  const candidates = maskableRows(batch, vocabulary).map((row) => [row]);
  const drawn = candidates.filter(() => random.uniform() < probability);
  return hideTokens(batch, atLeastOne(drawn, candidates, batch, random), vocabulary, shares, random);
}
