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

/** How long spans are, in words: geometrically distributed, and none longer than the longest. */
export interface SpanLengths {
  /** The probability of each further word not to come. */
  readonly p: number;
  readonly longest: number;
}

/** Those of SpanBERT: 3.8 words in the mean. */
export const SPANBERT_LENGTHS: SpanLengths = { p: 0.2, longest: 10 };

/** A batch with spans of whole words masked (SpanBERT; Joshi et al., 2020, arXiv 1907.10529, section 3.1): in each sentence
 * spans begin at random words until the share of its tokens is predicted, in the mean exactly. The tokens of a span are
 * all shown as [MASK], all as random tokens, or all as they are. At least one word of the batch is predicted. */
export function maskSpans(
  batch: Batch,
  vocabulary: MaskVocabulary,
  marks: WordMarks,
  share: number,
  random: RandomNumbers,
  lengths: SpanLengths = SPANBERT_LENGTHS,
  shares: MaskShares = BERT_SHARES,
): Batch {
  const words = wordsOf(batch, vocabulary, marks);
  const spans = sentencesOf(words, batch.starts).flatMap((sentence) => spansOf(sentence, share, random, lengths));
  return hideTokens(batch, atLeastOne(spans, words, batch, random), vocabulary, shares, random);
}

/** The words of each sentence. */
function sentencesOf(words: readonly number[][], starts: Int32Array): number[][][] {
  const sentences: number[][][] = [];
  let sentence = -1;
  for (const word of words) {
    if (sentence < 0 || word[0] >= starts[sentence + 1]) {
      while (word[0] >= starts[sentence + 1]) sentence += 1;
      sentences.push([]);
    }
    sentences[sentences.length - 1].push(word);
  }
  return sentences;
}

/** Spans of a sentence's words, as the rows of each. A word that is longer than what is left of the share is taken with
 * the probability of what is left over its length, and is the last: so the mean is the share. */
function spansOf(words: readonly number[][], share: number, random: RandomNumbers, lengths: SpanLengths): number[][] {
  let left = share * words.reduce((sum, word) => sum + word.length, 0);
  const free = words.map((_, at) => at);
  const isTaken = new Uint8Array(words.length);
  const spans: number[][] = [];
  while (left > 0 && free.length > 0) {
    const span: number[] = [];
    const from = free[random.integer(free.length)];
    const end = Math.min(words.length, from + spanLength(random, lengths));
    for (let at = from; at < end && !isTaken[at] && left > 0; at++) {
      if (words[at].length > left && random.uniform() * words[at].length >= left) {
        left = 0;
        break;
      }
      left -= words[at].length;
      isTaken[at] = 1;
      free.splice(free.indexOf(at), 1);
      span.push(...words[at]);
    }
    if (span.length > 0) spans.push(span);
  }
  return spans;
}

/** A length of the geometric distribution, drawn again in effect while it is longer than the longest: the inverse of the
 * distribution of those that are not. */
export function spanLength(random: RandomNumbers, { p, longest }: SpanLengths): number {
  if (p >= 1) return 1;
  const within = 1 - (1 - p) ** longest;
  return Math.min(longest, 1 + Math.floor(Math.log1p(-random.uniform() * within) / Math.log1p(-p)));
}
