import { type AdamW, tf, type Scalar, type Tensor, valueAndGradients } from '#engine';
import { type ForwardOptions, type HeadedConfig, loss } from '#models';
import type { Batch } from '#text';
import type { TrainedWeights } from './trained-weights.js';
import type { TrainingHooks } from './training.js';

export interface StepOptions {
  readonly learningRate: number;
  /** Dropout of each batch. */
  readonly dropout: (batch: number) => ForwardOptions['dropout'];
  readonly penalty?: TrainingHooks['penalty'];
}

/** One update of the weights by the gradient of the mean loss over the given batches: over all their predicted tokens or
 * sentences, as if they were one batch.
 * @returns the loss (with the penalty) before the update, and the global norm of its gradient before clipping */
export function trainStep(
  model: HeadedConfig,
  trained: TrainedWeights,
  optimizer: AdamW,
  batches: readonly Batch[],
  options: StepOptions,
): { loss: number; gradientNorm: number } {
  const all = batches.reduce((sum, batch) => sum + predicted(batch), 0);
  let total = 0;
  let sums: Map<string, Tensor> | undefined;
  batches.forEach((batch, i) => {
    const share = predicted(batch) / all;
    const { value, gradients } = valueAndGradients(() => {
      const own = loss(trained.effective(), model, batch, { dropout: options.dropout(i) });
      const whole: Scalar = options.penalty ? tf.add(own, options.penalty(trained.raw)) : own;
      return share === 1 ? whole : tf.mul(whole, share);
    }, trained.variables);
    total += value;
    sums = sums ? added(sums, gradients) : gradients;
  });
  const gradients = sums as unknown as Map<string, Tensor>;
  try {
    return { loss: total, ...optimizer.step(gradients, options.learningRate) };
  } finally {
    tf.dispose([...gradients.values()]);
  }
}

/** What a batch's loss is the mean over: its masked rows, or its sentences. */
export function predicted(batch: Batch): number {
  return batch.masked ? batch.masked.rows.length : batch.starts.length - 1;
}

function added(sums: Map<string, Tensor>, gradients: Map<string, Tensor>): Map<string, Tensor> {
  const result = new Map([...sums].map(([name, sum]) => [name, tf.add(sum, gradients.get(name) as Tensor)]));
  tf.dispose([...sums.values(), ...gradients.values()]);
  return result;
}
