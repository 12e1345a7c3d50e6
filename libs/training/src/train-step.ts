import { type Optimizer, type Scalar, tf, type Tensor, valueAndGradients } from '#engine';
import { predicted } from '#evaluation';
import { type ForwardOptions, type HeadedConfig, loss } from '#models';
import type { Batch } from '#text';
import type { TrainedWeights } from './trained-weights.js';
import type { TrainingHooks } from './training.js';

export interface StepOptions {
  readonly learningRate: number;
  /** Dropout of each batch. */
  readonly dropout: (batch: number) => ForwardOptions['dropout'];
  readonly gradientCheckpointing?: boolean;
  readonly penalty?: TrainingHooks['penalty'];
}

/** One update of the weights by the gradient of the mean loss over the given batches: over all their predicted tokens or
 * sentences, as if they were one batch.
 * @returns the loss (with the penalty) before the update, and the global norm of its gradient before clipping */
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
    const result = valueAndGradients(
      () => {
        const { gradientCheckpointing } = options;
        const own = loss(trained.effective(), model, batch, { dropout: options.dropout(i), gradientCheckpointing });
        const whole: Scalar = options.penalty ? tf.add(own, options.penalty(trained.raw)) : own;
        return share === 1 ? whole : tf.mul(whole, share);
      },
      trained.variables,
      gradients,
    );
    total += result.value;
    gradients = result.gradients;
  }
  const sums = gradients ?? new Map<string, Tensor>();
  try {
    return { loss: total, ...optimizer.step(sums, options.learningRate) };
  } finally {
    tf.dispose([...sums.values()]);
  }
}
