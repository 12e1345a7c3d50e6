import type { TrainingConfig } from '#contracts';
import { generatorShape, type ModelShape } from '#families';
import { hasAnswers, keptCopies, maskedShare, watchesDev } from '#fit';
import { type BatchSize, batchSizeOf, type Dataset, epochOrder, EVALUATION_BATCH, largestBatch } from '#text';
import { momentFloats } from './moment-floats.js';
import type { Batching } from './suggest-settings.js';
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

/** What is known of a data set without its tokens. */
export interface DataOutline {
  /** Where the sentences of the train split begin, [sentences + 1]; where that is not known, how long each may be. */
  readonly train: Int32Array | { readonly longest: number };
  /** Sentences of the train split that belong together; 1 when left out. */
  readonly together?: number;
  /** Of the dev split; undefined where it is not known. */
  readonly devTokens?: number;
  /** Whether the dev split has labels. */
  readonly hasAnswers: boolean;
  /** Bytes of the splits' arrays. */
  readonly bytes: number;
}

/**
 * What a training's memory depends on.
 *
 * @param data the data set, or what is known of it. The largest batch is that of the first epoch, in the order that the
 * seed gives: later epochs have others, but of thousands of batches the largest is about as large in each
 */
export function trainingLoad(
  { shape, config, seed, models = 0, reparametrizes = false }: MemoryRequest,
  data: Dataset | DataOutline,
): { readonly load: TrainingLoad; readonly batching: Batching } {
  const size = batchSizeOf(config);
  const outline = 'splits' in data ? outlineOf(data) : data;
  const extentOf = largestOf(outline, seed);
  const isReplaced = shape.head.kind === 'replaced-tokens';
  const load: TrainingLoad = {
    shape,
    batch: extentOf(size),
    ...(isReplaced && { generator: generatorShape(shape.config, config.generator_size ?? 0.25) }),
    masked: isReplaced || shape.head.kind === 'masked-lm' ? maskedShare(config) : 0,
    accumulate: config.accumulate,
    checkpointing: config.gradient_checkpointing,
    momentFloats: (shape) => momentFloats(config, shape),
    models,
    // What is kept on the way is written from a copy
    keptCopies: keptCopies(config) + (config.checkpoints ? 1 : 0),
    measured: watchesDev(config, shape.head, outline.hasAnswers)
      ? Math.min(outline.devTokens ?? Infinity, EVALUATION_BATCH.tokens)
      : 0,
    reparametrizes,
    dataBytes: outline.bytes,
  };
  return { load, batching: { size, extentOf } };
}

function outlineOf(dataset: Dataset): DataOutline {
  const { train, dev } = dataset.splits;
  return {
    train: train?.starts ?? Int32Array.of(0),
    together: train?.together,
    devTokens: dev?.tokens ?? 0,
    hasAnswers: hasAnswers(dataset, 'dev'),
    bytes: dataBytes(dataset),
  };
}

function largestOf({ train, together = 1 }: DataOutline, seed: number): (size: BatchSize) => BatchExtent {
  if (train instanceof Int32Array) {
    const order = epochOrder(seed, 0, { sentences: train.length - 1, together });
    return (size) => largestBatch({ starts: train, together }, order, size);
  }
  const { longest } = train;
  return ({ tokens = Infinity, sentences = Infinity }) => {
    const count = Math.max(1, Math.min(sentences, Math.floor(tokens / longest)));
    return { rows: count * longest, sentences: count, longest };
  };
}

/** Of the splits' arrays. */
function dataBytes({ splits }: Dataset): number {
  return Object.values(splits)
    .flatMap(({ ids, types, starts, labels }) => [ids, types, starts, labels])
    .reduce((total, array) => total + (array?.byteLength ?? 0), 0);
}
