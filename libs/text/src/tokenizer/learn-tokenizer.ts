import { TlcError } from '#contracts';
import { countWords } from './count-words.js';
import { learnPieces } from './learn-pieces.js';
import { openTokenizer, type Tokenizer } from './open-tokenizer.js';
import { BERT_TOKENS } from './special-tokens.js';
import { wordPieceTokenizer } from './wordpiece.js';

export interface LearnTokenizerOptions {
  /** Pieces in the vocabulary, the five special tokens included; fewer where the text has no more to merge. */
  readonly vocabSize: number;
  readonly lowercase: boolean;
  /** Left out: where it lower-cases, as BERT does. */
  readonly stripAccents?: boolean;
  /** Occurrences that a merged piece needs. */
  readonly minFrequency: number;
}

/** Learns a WordPiece vocabulary from lines of text. [PAD] [UNK] [CLS] [SEP] [MASK] have the ids 0 to 4. The same lines
 * give the same bytes of tokenizer.json, on any machine.
 * @throws TlcError FILE_EMPTY where the lines hold no words */
export function learnTokenizer(lines: Iterable<string>, options: LearnTokenizerOptions): Tokenizer {
  return learnFromWords(countWords(lines, options), options);
}

/** As learnTokenizer, from counts of words that a `WordCounter` with the same options has made.
 * @throws TlcError FILE_EMPTY where there are none */
export function learnFromWords(words: ReadonlyMap<string, number>, options: LearnTokenizerOptions): Tokenizer {
  const special = Object.values(BERT_TOKENS);
  if (words.size === 0) throw new TlcError('FILE_EMPTY', 'there are no words in the text to learn from');
  const pieces = learnPieces(words, { size: options.vocabSize - special.length, minFrequency: options.minFrequency });
  return openTokenizer(wordPieceTokenizer([...special, ...pieces], options), 'the learned tokenizer');
}
