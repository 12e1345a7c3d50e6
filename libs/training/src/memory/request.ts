import { EVALUATION_BATCH } from '#evaluation';
import type { ModelShape } from '#models';
import { type BatchSize, type Dataset, largestBatch } from '#text';
import { momentFloats } from '../parameters/moment-floats.js';
import { batchSizeOf, orderOf } from '../batch-source.js';
import type { Batching } from './suggest-settings.js';
import type { TrainingConfig } from '../training.js';
import type { BatchExtent, TrainingLoad } from './training-load.js';

/** A training before it has a model. */
export interface MemoryRequest {
  /** With the head that is trained. */
  readonly shape: ModelShape;
  readonly config: TrainingConfig;
  readonly seed: number;
  /** Copies of the starting weights that somebody keeps; none when left out, as in a job that only trains. */
  readonly models?: number;
  /** Whether a hook makes another tensor of each matrix. */
  readonly reparametrizes?: boolean;
}

/**
 * What a training's memory depends on.
 *
 * @param data the data set, or the largest batch that there may be. Of a data set it is that of the first epoch, in the
 * order that the seed gives: later epochs have others, but of thousands of batches the largest is about as large in each
 */
export function trainingLoad(
  { shape, config, seed, models = 0, reparametrizes = false }: MemoryRequest,
  data: Dataset | ((size: BatchSize) => BatchExtent),
): { readonly load: TrainingLoad; readonly batching: Batching } {
  const size = batchSizeOf(config);
  const extentOf = typeof data === 'function' ? data : largestOf(data, seed);
  const load: TrainingLoad = {
    shape,
    batch: extentOf(size),
    masked: shape.head.kind === 'masked-lm' ? (config.mask_probability ?? 0.15) : 0,
    accumulate: config.accumulate,
    checkpointing: config.gradient_checkpointing,
    momentFloats: (shape) => momentFloats(config, shape),
    models,
    keepsBest: config.keep === 'best',
    measured: typeof data === 'function' ? EVALUATION_BATCH.tokens : measuredTokens(data, config),
    reparametrizes,
    dataBytes: typeof data === 'function' ? 0 : dataBytes(data),
  };
  return { load, batching: { size, extentOf } };
}

function largestOf({ splits: { train } }: Dataset, seed: number): (size: BatchSize) => BatchExtent {
  if (!train) return () => ({ rows: 0, sentences: 0, longest: 0 });
  const order = orderOf(seed, 0, train.sentences);
  return (size) => largestBatch(train, order, size);
}

/** As train looks at the dev split: where it decides something, and where it has labels. */
function measuredTokens({ splits: { dev } }: Dataset, { keep, stop }: MemoryRequest['config']): number {
  const isMeasured = keep === 'best' || stop.patience !== undefined || dev?.labels !== undefined;
  return isMeasured ? Math.min(dev?.tokens ?? 0, EVALUATION_BATCH.tokens) : 0;
}

/** Of the splits' arrays. */
function dataBytes({ splits }: Dataset): number {
  return Object.values(splits)
    .flatMap(({ ids, types, starts, labels }) => [ids, types, starts, labels])
    .reduce((total, array) => total + (array?.byteLength ?? 0), 0);
}
