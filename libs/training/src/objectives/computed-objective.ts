import type { Model } from '#models';
import type { TrainingHooks, TrainingRequest } from '../training.js';

/** How an objective takes part in a training whose loss is not that of the model's head: the default export of a folder that
 * is called as the objective. What it is otherwise is declared in `libs/fit`. */
export type ComputedObjective = (
  request: Pick<TrainingRequest, 'seed' | 'config'>,
  /** The one in training. */
  model: Model,
) => ObjectiveHooks;

export interface ObjectiveHooks {
  readonly hooks: TrainingHooks;
  dispose(): void;
}
