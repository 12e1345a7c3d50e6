import type { Scalar, Tensor2D } from '#engine';
import {
  encode,
  type EncoderStates,
  type HeadedConfig,
  logits,
  loss,
  type LossOptions,
  watchStates,
  weightsOf,
} from '#models';
import type { Batch } from '#text';
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
  { loss: ofMethod, ...teaching }: Pick<TrainingHooks, 'loss' | 'teacher' | 'taught'>,
  options: LossOptions,
): { loss(): Scalar; dispose(): void } {
  const labels: TrainingPass['labels'] = (watch) => loss(trained.effective(), model, batch, { ...options, ...watch });
  if (!ofMethod) return { loss: labels, dispose: () => {} };
  const taught = taughtBy(teaching, batch);
  return {
    loss: () =>
      ofMethod({
        batch,
        shares,
        labels,
        logits: (other = batch, watch = {}) => logits(trained.effective(), model, other, { ...options, ...watch }),
        encode: (watch) => encode(trained.effective(), model, batch, { ...options, ...watch }),
        options,
        teacher: () => taught.logits ?? noTeacher(),
        teacherStates: () => taught.states ?? noTeacher(),
        weight: trained.raw,
      }),
    dispose: taught.dispose,
  };
}

/** What a teacher makes of a batch. */
interface Taught {
  readonly logits?: Tensor2D;
  readonly states?: EncoderStates;
  dispose(): void;
}

function taughtBy(
  { teacher, taught: { logits: answers, states } = { logits: true } }: Pick<TrainingHooks, 'teacher' | 'taught'>,
  batch: Batch,
): Taught {
  if (!teacher) return { dispose: () => {} };
  const watch = states && watchStates(states);
  const result = (answers ? logits : encode)(weightsOf(teacher), teacher, batch, watch?.options);
  if (!answers) result.dispose();
  return {
    ...(answers && { logits: result }),
    ...(watch && { states: watch.states }),
    dispose: () => {
      if (answers) result.dispose();
      watch?.dispose();
    },
  };
}

function noTeacher(): never {
  throw new Error('this training has no teacher that shows this');
}
