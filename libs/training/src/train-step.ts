import { globalNorm, type Optimizer, type Scalar, type Tensor, tf, valueAndGradients } from '#engine';
import { predicted } from '#evaluation';
import type { ForwardOptions, HeadedConfig } from '#models';
import type { Batch } from '#text';
import { batchLoss } from './batch-loss.js';
import type { GradientNorms } from './noise-scale.js';
import type { TrainedWeights } from './trained-weights.js';
import type { TrainingHooks } from './training.js';

export interface StepOptions {
  readonly learningRate: number;
  /** Dropout of each batch. */
  readonly dropout: (batch: number) => ForwardOptions['dropout'];
  readonly gradientCheckpointing?: boolean;
  /** Of the tokens of a translation's targets. */
  readonly labelSmoothing?: number;
  /** Whether to look at the gradient of the first of several batches by itself. */
  readonly measuresNoise?: boolean;
  readonly hooks?: Pick<TrainingHooks, 'loss' | 'teacher' | 'taught'>;
}

/** One update of the weights by the gradient of the mean loss over the given batches: over all their predicted tokens or
 * sentences, as if they were one batch.
 * @returns the loss before the update, the global norm of its gradient before clipping, and where the first of several
 * batches was looked at, what the noise scale needs */
export function trainStep(
  model: HeadedConfig,
  trained: TrainedWeights,
  optimizer: Optimizer,
  batches: readonly Batch[],
  options: StepOptions,
): { loss: number; gradientNorm: number; norms?: GradientNorms } {
  const all = batches.reduce((sum, batch) => sum + predicted(batch), 0);
  const tokens = batches.reduce((sum, { ids }) => sum + ids.length, 0);
  const sentences = batches.reduce((sum, { starts }) => sum + starts.length - 1, 0);
  let total = 0;
  let gradients: Map<string, Tensor> | undefined;
  let small: GradientNorms['small'] | undefined;
  for (const [i, batch] of batches.entries()) {
    const share = predicted(batch) / all;
    const shares = {
      predicted: share,
      sentences: (batch.starts.length - 1) / sentences,
      tokens: batch.ids.length / tokens,
    };
    const part = { batch, shares };
    const { gradientCheckpointing, labelSmoothing, hooks = {} } = options;
    const dropout = options.dropout(i);
    const minimised = batchLoss(model, trained, part, hooks, { dropout, gradientCheckpointing, labelSmoothing });
    try {
      const scaled = () => (share === 1 ? minimised.loss() : tf.mul<Scalar>(minimised.loss(), share));
      const result = valueAndGradients(scaled, trained.variables, gradients);
      total += result.value;
      gradients = result.gradients;
    } finally {
      minimised.dispose();
    }
    if (i === 0 && share < 1 && options.measuresNoise) {
      small = { size: predicted(batch), square: (globalNorm(gradients.values()) / share) ** 2 };
    }
  }
  const sums = gradients ?? new Map<string, Tensor>();
  try {
    const { gradientNorm } = optimizer.step(sums, options.learningRate);
    const norms = small && { small, large: { size: all, square: gradientNorm ** 2 } };
    return { loss: total, gradientNorm, ...(norms && { norms }) };
  } finally {
    tf.dispose([...sums.values()]);
  }
}
