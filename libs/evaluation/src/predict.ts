import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { tf } from '#engine';
import { fittingHead, type LabelMapping } from '#fit';
import { checkModelFits, logits, type Model, similarities, type Weights, weightsOf } from '#models';
import { batches, type Dataset, EVALUATION_BATCH, fileOrder, type SplitName, splitOf } from '#text';

export interface PredictOptions {
  /** Weights instead of the model's own; called in a tidy for every batch. */
  readonly weights?: () => Weights;
  /** The class of the model for each label of the data set, where neither names nor order say it. */
  readonly labels?: LabelMapping;
  readonly signal?: AbortSignal;
  /** Told of what makes the answers doubtful. */
  readonly onWarning?: (text: string) => void;
  /** Told the share that is done. */
  readonly onProgress?: (done: number) => void;
}

/** What a model says of the sentences of a split, or of its pairs where those are apart, in the order of the file and with
 * the classes of the data set. */
export interface Predictions {
  /** Before any softmax, float32 [sentences, width]; of embeddings the cosine of each pair. */
  readonly logits: Float32Array;
  /** Classes; 1 of scores. */
  readonly width: number;
  /** Class index of each sentence (int32), or its score (float32), or the cosine of each pair. */
  readonly answers: Int32Array | Float32Array;
}

/** Predictions of a classifier or a regression model whose classes are those of the data set, or the similarities of an
 * embeddings model.
 * @throws TlcError DATA_NO_SPLIT, MODEL_WRONG_HEAD, LABELS_UNMATCHED, JOB_CANCELLED, and what checkModelFits throws */
export async function predict(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions = {},
): Promise<Predictions> {
  const { head } = model;
  const { permutation, warning } = fittingHead(head, dataset, options.labels);
  if (head.kind !== 'classification' && head.kind !== 'regression' && head.kind !== 'embeddings') {
    throw new TlcError(
      'MODEL_WRONG_HEAD',
      `predictions need a head for classification, regression or embeddings, not ${head.kind}`,
    );
  }
  const data = splitOf(dataset, split);
  checkModelFits(model, dataset, [split]);
  if (warning) options.onWarning?.(warning);
  const width = head.kind === 'classification' ? head.labels.length : 1;
  const { together = 1 } = data;
  const all = new Float32Array((data.sentences / together) * width);
  const weights = options.weights ?? (() => weightsOf(model));
  let done = 0;
  for (const { batch, position } of batches(data, fileOrder(data), EVALUATION_BATCH)) {
    cancelIfAborted(options.signal);
    const own = tf.tidy(() => (together === 2 ? similarities : logits)(weights(), model, batch));
    all.set(own.dataSync(), (done / together) * width);
    own.dispose();
    done = position;
    options.onProgress?.(done / data.sentences);
    await setImmediate();
  }
  const own = permutation ? permuted(all, permutation) : all;
  return { logits: own, width, answers: head.kind === 'classification' ? largest(own, width) : own };
}

/** The columns of each row in the order of the data set's classes. */
function permuted(values: Float32Array, columns: readonly number[]): Float32Array {
  const width = columns.length;
  return values.map((_, at) => values[at - (at % width) + columns[at % width]]);
}

/** Index of the largest value of each row; of equal ones the first. */
export function largest(values: Float32Array, width: number): Int32Array {
  return Int32Array.from({ length: values.length / width }, (_, row) => {
    let best = 0;
    for (let i = 1; i < width; i++) if (values[row * width + i] > values[row * width + best]) best = i;
    return best;
  });
}
