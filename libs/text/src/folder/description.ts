import type { Objective, SpecialTokens } from '../dataset.js';
import type { SplitName } from '../files/split-names.js';
import type { Dropped } from '../parallel/dropped.js';
import type { LengthHistogram } from './length-histogram.js';

/** `dataset.json` of a data set folder. */
export interface DatasetDescription {
  readonly format: 1;
  readonly objective: Objective;
  readonly task?: string;
  readonly labels?: readonly string[];
  readonly max_length: number;
  readonly vocab_size: number;
  readonly special_tokens: SpecialTokens;
  readonly splits: Readonly<Partial<Record<SplitName, SplitDescription>>>;
}

export interface SplitDescription {
  readonly sentences: number;
  readonly tokens: number;
  /** Texts that were longer than max_length and lost their end. */
  readonly cut?: number;
  /** Pairs of parallel text that were left out, by why. */
  readonly dropped?: Dropped;
  /** Absent in data sets of earlier versions. */
  readonly lengths?: LengthHistogram;
}

/** The file with the targets of a translation as they are written, a line each. */
export const referencesFile = (split: string): string => `${split}.references.txt`;
