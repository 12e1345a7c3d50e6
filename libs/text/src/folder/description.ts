import type { Objective, SpecialTokens } from '../dataset.js';
import type { SplitName } from '../files/find-splits.js';

/** `dataset.json` of a data set folder. */
export interface DatasetDescription {
  readonly format: 1;
  readonly objective: Objective;
  readonly task?: string;
  readonly labels?: readonly string[];
  readonly max_length: number;
  readonly vocab_size: number;
  readonly special_tokens: SpecialTokens;
  readonly splits: Readonly<Partial<Record<SplitName, { readonly sentences: number; readonly tokens: number }>>>;
}
