import { TlcError } from '#contracts';
import { random } from '#engine';
import type { Model } from '#models';
import { type Batch, type Dataset, maskTokens, type SplitName } from '#text';
import { meanLoss } from './mean-loss.js';
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
  const masks = random(0).derive('evaluation');
  const masked = (batch: Batch) => maskTokens(batch, dataset, 0.15, masks);
  const mean = await meanLoss(model, dataset, split, masked, options);
  if (mean !== undefined) return mean;
  throw new TlcError('MEASURE_UNDEFINED', `the texts of the ${split} split are so few that no token is masked in them`);
}
