import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted } from '#contracts';
import { tf } from '#engine';
import { checkModelFits, loss, type Model, weightsOf } from '#models';
import { type Batch, batches, type Dataset, EVALUATION_BATCH, fileOrder, type SplitName, splitOf } from '#text';
import type { PredictOptions } from './predict.js';

/** The mean of a model's loss over all that it predicts in a split; undefined where that is nothing.
 * @param taken a batch of the split as the model takes it
 * @throws TlcError DATA_NO_SPLIT, JOB_CANCELLED, and what checkModelFits throws */
export async function meanLoss(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  taken: (batch: Batch) => Batch,
  options: PredictOptions,
): Promise<number | undefined> {
  const data = splitOf(dataset, split);
  checkModelFits(model, dataset, [split]);
  const weights = options.weights ?? (() => weightsOf(model));
  let sum = 0;
  let count = 0;
  for (const { batch, position } of batches(data, fileOrder(data), EVALUATION_BATCH)) {
    cancelIfAborted(options.signal);
    const own = taken(batch);
    const mean = tf.tidy(() => loss(weights(), model, own));
    sum += mean.dataSync()[0] * predicted(own);
    count += predicted(own);
    mean.dispose();
    options.onProgress?.(position / data.sentences);
    await setImmediate();
  }
  return count > 0 ? sum / count : undefined;
}

/** What a batch's loss is the mean over: its masked rows, its targets' tokens, or its sentences. */
export function predicted(batch: Batch): number {
  if (batch.target) return batch.target.labels.length;
  return batch.masked ? batch.masked.rows.length : batch.starts.length - 1;
}
