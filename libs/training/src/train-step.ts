import { type Optimizer, type Scalar, type Tensor, tf, valueAndGradients } from '#engine';
import { predicted } from '#evaluation';
import type { ForwardOptions, HeadedConfig } from '#models';
import type { Batch } from '#text';
import { batchLoss } from './batch-loss.js';
import type { TrainedWeights } from './trained-weights.js';
import type { TrainingHooks } from './training.js';

export interface StepOptions {
  readonly learningRate: number;
  /** Dropout of each batch. */
  readonly dropout: (batch: number) => ForwardOptions['dropout'];
  readonly gradientCheckpointing?: boolean;
  readonly hooks?: Pick<TrainingHooks, 'loss' | 'teacher'>;
}

/** One update of the weights by the gradient of the mean loss over the given batches: over all their predicted tokens or
 * sentences, as if they were one batch.
 * @returns the loss before the update, and the global norm of its gradient before clipping */
export function trainStep(
  model: HeadedConfig,
  trained: TrainedWeights,
  optimizer: Optimizer,
  batches: readonly Batch[],
  options: StepOptions,
): { loss: number; gradientNorm: number } {
  const all = batches.reduce((sum, batch) => sum + predicted(batch), 0);
  let total = 0;
  let gradients: Map<string, Tensor> | undefined;
  for (const [i, batch] of batches.entries()) {
    const share = predicted(batch) / all;
    const { gradientCheckpointing, hooks = {} } = options;
    const minimised = batchLoss(model, trained, batch, hooks, { dropout: options.dropout(i), gradientCheckpointing });
    try {
      const part = () => (share === 1 ? minimised.loss() : tf.mul<Scalar>(minimised.loss(), share));
      const result = valueAndGradients(part, trained.variables, gradients);
      total += result.value;
      gradients = result.gradients;
    } finally {
      minimised.dispose();
    }
  }
  const sums = gradients ?? new Map<string, Tensor>();
  try {
    return { loss: total, ...optimizer.step(sums, options.learningRate) };
  } finally {
    tf.dispose([...sums.values()]);
  }
}
