import { fittingHead } from '#fit';
import type { Model } from '#models';
import { type Dataset, modelBatch, type SplitName } from '#text';
import { meanLoss } from './mean-loss.js';
import type { PredictOptions } from './predict.js';

/** Mean cross entropy in nats of the tokens of a split's targets, each given those before it.
 * @throws TlcError DATA_NO_SPLIT, MODEL_WRONG_HEAD, JOB_CANCELLED, and what checkModelFits throws */
export async function translationLoss(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions = {},
): Promise<number> {
  fittingHead(model.head, dataset);
  // Every pair has a target, and every target its end
  return (await meanLoss(model, dataset, split, (batch) => modelBatch(dataset, batch), options))!;
}
