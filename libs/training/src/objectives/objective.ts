import type { Head, Model } from '#models';
import type { Dataset } from '#text';
import type { HistoryPoint, TrainingHooks, TrainingRequest } from '../training.js';

/** What a training minimises. */
export interface Objective {
  /** The head that answers it. */
  head(dataset: Pick<Dataset, 'objective' | 'labels'>): Head;
  /** Whether tokens are masked in its batches; else it learns from the labels of the data set. */
  readonly masks: boolean;
  readonly phase: HistoryPoint['phase'];
  /** What tells on the dev split which weights are best; undefined where nothing does. */
  measure(dataset: Dataset): string | undefined;
  /** How it takes part in a training whose loss is not that of the model's head.
   * @param model the one in training */
  hooks?(
    request: Pick<TrainingRequest, 'seed' | 'config'>,
    model: Model,
  ): { readonly hooks: TrainingHooks; dispose(): void };
}
