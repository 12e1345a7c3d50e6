import type { Dataset } from '../dataset.js';
import type { SplitName } from '../files/find-splits.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';

/** What encoding a data set is told besides its files. */
export interface EncodingOptions {
  /** Longest sentence (or pair) in tokens, special tokens included. */
  readonly maxLength: number;
  /** Told how much is done, 0 to 1, and of which split; may throw to stop. */
  readonly onProgress?: (done: number, split: SplitName) => void;
  /** Told of what a reader of the log should know. */
  readonly onWarning?: (text: string) => void;
}

/** The part of a data set that comes from its tokenizer. */
export function tokenizerPart(tokenizer: Tokenizer, maxLength: number) {
  const { json, vocabSize, special } = tokenizer;
  return { tokenizer: json, vocabSize, special, maxLength } satisfies Partial<Dataset>;
}
