import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted } from '#contracts';
import { tf } from '#engine';
import { fittingHead } from '#fit';
import { checkModelFits, loss, type Model, weightsOf } from '#models';
import { batches, type Dataset, EVALUATION_BATCH, fileOrder, type SplitName, splitOf, modelBatch } from '#text';
import { predicted } from './masked-loss.js';
import type { PredictOptions } from './predict.js';

/** Mean cross entropy in nats of the tokens of a split's targets, each given those before it.
 * @throws TlcError DATA_NO_SPLIT, MODEL_WRONG_HEAD, JOB_CANCELLED, and what checkModelFits throws */
export async function translationLoss(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions = {},
): Promise<number> {
  const data = splitOf(dataset, split);
  fittingHead(model.head, dataset);
  checkModelFits(model, dataset, [split]);
  const weights = options.weights ?? (() => weightsOf(model));
  let sum = 0;
  let count = 0;
  for (const { batch, position } of batches(data, fileOrder(data), EVALUATION_BATCH)) {
    cancelIfAborted(options.signal);
    const pairs = modelBatch(dataset, batch);
    const mean = tf.tidy(() => loss(weights(), model, pairs));
    sum += mean.dataSync()[0] * predicted(pairs);
    count += predicted(pairs);
    mean.dispose();
    options.onProgress?.(position / data.sentences);
    await setImmediate();
  }
  return sum / count;
}
