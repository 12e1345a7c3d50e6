import type { Split } from '../dataset.js';
import { batchOf } from './batches.js';

/** Some sentences of a split, as a split of their own: their tokens and nothing else. */
export function picked(split: Split, sentences: readonly number[]): Split {
  const { ids, starts } = batchOf(split, sentences);
  return { sentences: sentences.length, tokens: ids.length, ids, starts };
}
