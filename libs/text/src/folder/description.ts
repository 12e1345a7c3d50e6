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

/** Bytes of a split's file that are held in memory; of a larger one the tokens stay where they are, and batches read them. */
export const MOST_HELD = 2 ** 26;

/** Bytes that a split takes in memory: where its tokens do not, a start and a label for each sentence.
 * @param bytes of its file */
export const heldBytes = (bytes: number, { sentences }: Pick<SplitDescription, 'sentences'>): number =>
  bytes <= MOST_HELD ? bytes : 8 * (sentences + 1);

/** The file with the targets of a translation as they are written, a line each. */
export const referencesFile = (split: string): string => `${split}.references.txt`;
