import type { Head } from '#families';
import type { DataFacts } from '../facts.js';

/** What a training minimises, as far as planning has to know it; `libs/training` computes it. A folder is an objective. */
export interface Objective {
  /** What a config calls it. */
  readonly id: string;
  /** What is learned, for the documentation: `to predict masked tokens`. */
  readonly description: string;
  /** What a training by it is for; `model.pretrain` offers those of pre-training. */
  readonly phase: 'pretrain' | 'train' | 'finetune';
  /** Whether it is meant where a config of its phase names none; one of a phase says so. */
  readonly isDefault?: boolean;
  /** Share of the tokens that are masked in its batches, where the config does not say it; absent where the objective learns
   * from the labels of the data set. */
  readonly masked?: number;
  /** Where what is masked are spans that a decoder writes: their length in the mean, and how many tokens there are to stand
   * for them. */
  readonly spans?: { readonly meanLength: number; readonly sentinels: number };
  /** Keys of the config that no other objective reads. */
  readonly keys?: readonly string[];
  /** The head that answers it. */
  head(dataset: Pick<DataFacts, 'objective' | 'labels'>): Head;
  /** What tells on the dev split which weights are best; absent where nothing does. */
  measure?(dataset: Pick<DataFacts, 'objective' | 'task'>): string | undefined;
}
