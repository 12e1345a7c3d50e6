import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { tf } from '#engine';
import { logits, type Model, type Weights, weightsOf } from '#models';
import { batches, type Dataset, fileOrder, type SplitName, splitOf } from '#text';

export interface PredictOptions {
  /** Weights instead of the model's own; called in a tidy for every batch. */
  readonly weights?: () => Weights;
  readonly signal?: AbortSignal;
  /** Told the share that is done. */
  readonly onProgress?: (done: number) => void;
}

/** What a model says of the sentences of a split, in the order of the file. */
export interface Predictions {
  /** Before any softmax, float32 [sentences, width]. */
  readonly logits: Float32Array;
  /** Classes; 1 in regression. */
  readonly width: number;
  /** Class index of each sentence (int32), or its score (float32). */
  readonly answers: Int32Array | Float32Array;
}

/** Rows of a batch when nothing is learned: enough to keep the processor busy. */
export const EVALUATION_BATCH = { tokens: 4096 } as const;

/** Predictions of a classifier or a regression model.
 * @throws TlcError DATA_NO_SPLIT, MODEL_WRONG_HEAD, JOB_CANCELLED */
export async function predict(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions = {},
): Promise<Predictions> {
  const { head } = model;
  if (head.kind !== 'classification' && head.kind !== 'regression') {
    throw new TlcError('MODEL_WRONG_HEAD', `predictions need a classification or regression head, not ${head.kind}`);
  }
  const data = splitOf(dataset, split);
  const width = head.kind === 'regression' ? 1 : head.labels.length;
  const all = new Float32Array(data.sentences * width);
  const weights = options.weights ?? (() => weightsOf(model));
  let done = 0;
  for (const { batch, position } of batches(data, fileOrder(data), EVALUATION_BATCH)) {
    cancelIfAborted(options.signal);
    const own = tf.tidy(() => logits(weights(), model, batch));
    all.set(own.dataSync(), done * width);
    own.dispose();
    done = position;
    options.onProgress?.(done / data.sentences);
    await setImmediate();
  }
  return { logits: all, width, answers: head.kind === 'regression' ? all : largest(all, width) };
}

/** Index of the largest value of each row; of equal ones the first. */
export function largest(values: Float32Array, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) if (values[row * width + i] > values[row * width + best]) best = i;
    return best;
  });
}
