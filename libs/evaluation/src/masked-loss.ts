import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { random, tf } from '#engine';
import { checkModelFits, loss, type Model, weightsOf } from '#models';
import {
  type Batch,
  batches,
  type Dataset,
  EVALUATION_BATCH,
  fileOrder,
  maskTokens,
  type SplitName,
  splitOf,
} from '#text';
import type { PredictOptions } from './predict.js';

/** Mean cross entropy in nats of masked tokens, 15 % of a split's, the same for every model; the texts may be those of a
 * task.
 * @throws TlcError DATA_NO_SPLIT, MEASURE_UNDEFINED, JOB_CANCELLED, and what checkModelFits throws */
export async function maskedLoss(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions = {},
): Promise<number> {
  const data = splitOf(dataset, split);
  checkModelFits(model, dataset, [split]);
  const weights = options.weights ?? (() => weightsOf(model));
  const masks = random(0).derive('evaluation');
  let sum = 0;
  let count = 0;
  for (const { batch, position } of batches(data, fileOrder(data), EVALUATION_BATCH)) {
    cancelIfAborted(options.signal);
    const masked = maskTokens(batch, dataset, 0.15, masks);
    const mean = tf.tidy(() => loss(weights(), model, masked));
    sum += mean.dataSync()[0] * predicted(masked);
    count += predicted(masked);
    mean.dispose();
    options.onProgress?.(position / data.sentences);
    await setImmediate();
  }
  if (count > 0) return sum / count;
  throw new TlcError('MEASURE_UNDEFINED', `the texts of the ${split} split are so few that no token is masked in them`);
}

/** What a batch's loss is the mean over: its masked rows, its targets' tokens, or its sentences. */
export function predicted(batch: Batch): number {
  if (batch.target) return batch.target.labels.length;
  return batch.masked ? batch.masked.rows.length : batch.starts.length - 1;
}
