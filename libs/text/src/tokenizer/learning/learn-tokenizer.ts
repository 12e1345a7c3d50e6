import { TlcError } from '#contracts';
import { openTokenizer, type Tokenizer } from '../open-tokenizer.js';
import { algorithmNamed } from './algorithms/index.js';
import type { CleaningOptions } from './cleaning.js';
import { countWords } from './count-words.js';
import { SPECIAL } from './spaced-words.js';

export interface LearnTokenizerOptions extends CleaningOptions {
  /** wordpiece (when left out), bpe, byte-level-bpe or unigram. */
  readonly algorithm?: string;
  /** Pieces in the vocabulary, the five special tokens included; fewer where the text has no more to merge. */
  readonly vocabSize: number;
  /** Occurrences that a merged piece needs. */
  readonly minFrequency: number;
}

/** Learns a vocabulary from lines of text. [PAD] [UNK] [CLS] [SEP] [MASK] have the ids 0 to 4. The same lines
 * give the same bytes of tokenizer.json, on any machine.
 * @throws TlcError FILE_EMPTY where the lines hold no words */
export function learnTokenizer(lines: Iterable<string>, options: LearnTokenizerOptions): Tokenizer {
  return learnFromWords(countWords(lines, options), options);
}

/** As learnTokenizer, from counts of words that a `WordCounter` with the same options has made.
 * @throws TlcError FILE_EMPTY where there are none */
export function learnFromWords(words: ReadonlyMap<string, number>, options: LearnTokenizerOptions): Tokenizer {
  if (words.size === 0) throw new TlcError('FILE_EMPTY', 'there are no words in the text to learn from');
  const { vocabSize, minFrequency } = options;
  const algorithm = algorithmNamed(options.algorithm);
  const learned = algorithm.learn(words, { size: vocabSize - SPECIAL.length, minFrequency });
  return openTokenizer(algorithm.tokenizer(learned, options), 'the learned tokenizer');
}
