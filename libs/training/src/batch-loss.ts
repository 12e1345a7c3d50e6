import type { Scalar } from '#engine';
import { type HeadedConfig, logits, loss, type LossOptions, weightsOf } from '#models';
import type { TrainedWeights } from './trained-weights.js';
import type { TrainingHooks, TrainingPass } from './training.js';

/** What is minimised for one batch: the loss on its labels, or what a method's hook makes of the pass.
 *
 * The teacher, where the hook has one, predicts at once, outside the tape: nothing of its pass is kept for backward.
 * @returns `loss`, to be called within the tape, and `dispose` for what was made outside of it */
export function batchLoss(
  model: HeadedConfig,
  trained: TrainedWeights,
  { batch, shares }: Pick<TrainingPass, 'batch' | 'shares'>,
  { loss: ofMethod, teacher }: Pick<TrainingHooks, 'loss' | 'teacher'>,
  options: LossOptions,
): { loss(): Scalar; dispose(): void } {
  const labels = () => loss(trained.effective(), model, batch, options);
  if (!ofMethod) return { loss: labels, dispose: () => {} };
  const taught = teacher && logits(weightsOf(teacher), teacher, batch);
  return {
    loss: () =>
      ofMethod({
        batch,
        shares,
        labels,
        logits: (other = batch) => logits(trained.effective(), model, other, options),
        options,
        teacher: () => taught ?? noTeacher(),
        weight: trained.raw,
      }),
    dispose: () => taught?.dispose(),
  };
}

function noTeacher(): never {
  throw new Error('this training has no teacher');
}
