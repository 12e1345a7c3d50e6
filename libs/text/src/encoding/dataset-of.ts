import type { Dataset } from '../dataset.js';
import type { SplitName } from '../files/split-names.js';
import type { Tokenizer } from '../tokenizer/open-tokenizer.js';

/** What encoding a data set is told besides its files. */
export interface EncodingOptions {
  /** Longest sentence (or pair) in tokens, special tokens included. */
  readonly maxLength: number;
  /** Told the share that is done, and the split; may throw to stop. */
  readonly onProgress?: (done: number, split: SplitName) => void;
  /** Told of what a reader of the log should know. */
  readonly onWarning?: (text: string) => void;
}

/** The part of a data set that comes from its tokenizer. */
export function tokenizerPart(tokenizer: Tokenizer, maxLength: number) {
  const { json, vocabSize, special } = tokenizer;
  return { tokenizer: json, vocabSize, special, maxLength } satisfies Partial<Dataset>;
}

/** Reports of several splits as reports of the whole.
 * @param sizes texts of each split */
export function overall(options: EncodingOptions, sizes: Readonly<Partial<Record<SplitName, number>>>) {
  const all = Object.values(sizes).reduce((sum, size) => sum + size, 0);
  let before = 0;
  return (split: SplitName) => {
    const from = before;
    before += sizes[split] ?? 0;
    return (done: number) => options.onProgress?.((from + done) / all, split);
  };
}
