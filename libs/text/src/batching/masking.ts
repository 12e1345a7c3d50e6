import type { Batch } from '../batch.js';
import type { Dataset } from '../dataset.js';
import { corruptSpans, type SpanCorruption } from './corrupt-spans.js';
import type { MaskShares, RandomNumbers } from './hidden-tokens.js';
import { maskSpans, type SpanLengths } from './mask-spans.js';
import { maskTokens } from './mask-tokens.js';
import { maskWords } from './mask-words.js';
import { wordMarks } from './word-marks.js';

/** What is hidden of texts for a model to predict: tokens where they stand, or spans for a decoder. */
export type Masking = TokenMasking | ({ readonly by: 'corrupted-spans' } & SpanCorruption);

/** What masked language modelling predicts. */
export interface TokenMasking {
  /** Single tokens, whole words, or spans of whole words. */
  readonly by: 'tokens' | 'words' | 'spans';
  /** Share of the tokens (by words: of the words) that are predicted. */
  readonly rate: number;
  /** Left out: BERT's. */
  readonly shares?: MaskShares;
  /** Of spans; left out: SpanBERT's. */
  readonly lengths?: SpanLengths;
}

/** How batches of a data set are masked: to be made once, and called for each batch with random numbers of its own. */
export function maskingOf(
  dataset: Pick<Dataset, 'special' | 'vocabSize' | 'tokenizer'>,
  masking: Masking,
): (batch: Batch, random: RandomNumbers) => Batch {
  if (masking.by === 'corrupted-spans') return (batch, random) => corruptSpans(batch, dataset.special, masking, random);
  const { by, rate, shares, lengths } = masking;
  if (by === 'tokens') return (batch, random) => maskTokens(batch, dataset, rate, random, shares);
  const marks = wordMarks(dataset.tokenizer, dataset.vocabSize);
  if (by === 'words') return (batch, random) => maskWords(batch, dataset, marks, rate, random, shares);
  return (batch, random) => maskSpans(batch, dataset, marks, rate, random, lengths, shares);
}
