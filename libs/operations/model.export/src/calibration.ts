import { type OperationContext, optionalPathOf } from '#jobs';
import { checkModelFits, type Model } from '#models';
import { calibrate, type Calibration, type GraphOptions } from '#onnx';
import { batches, type Batch, keptTogether, modelBatch, readDataset, splitOf, spread } from '#text';
import type { ModelExportConfig } from './config.js';

/** Of the train split, where nothing says it. */
const SENTENCES = 128;

/** Sentences that are computed at once, and by which the file is compared with the engine. */
const BATCH = { sentences: 32 };

/** What data say of products of bytes. */
export interface CalibratedProducts {
  readonly ranges: NonNullable<GraphOptions['ranges']>;
  /** Some of the data. */
  readonly batch: Batch;
}

/** The ranges of what comes into products of bytes, on sentences spread over the train split; undefined without data.
 * @throws TlcError DATA_NO_SPLIT; TOKENIZER_MISMATCH, DATA_TOO_LONG, DATA_SECOND_TEXTS for data that the model cannot take */
export async function calibrated(
  model: Model,
  { config, inputs, signal }: Pick<OperationContext<ModelExportConfig>, 'config' | 'inputs' | 'signal'>,
): Promise<CalibratedProducts | undefined> {
  const folder = optionalPathOf(inputs, 'dataset');
  if (folder === undefined) return undefined;
  const dataset = await readDataset(folder);
  checkModelFits(model, dataset, ['train']);
  const split = splitOf(dataset, 'train');
  const { together = 1 } = split;
  const { calibration = 'percentile', calibration_sentences: sentences = SENTENCES } = config;
  const order = keptTogether(spread(split.sentences / together, Math.ceil(sentences / together)), split);
  const chosen = [...batches(split, order, BATCH)].map(({ batch }) => modelBatch(dataset, batch));
  signal.throwIfAborted();
  return { ranges: await calibrate(model, chosen, calibration as Calibration), batch: chosen[0] };
}
