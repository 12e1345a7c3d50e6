import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted, TlcError } from '#contracts';
import { random, tf } from '#engine';
import { glueMeasures, type Measured, measure } from '#metrics';
import { loss, type Model, weightsOf } from '#models';
import { type Batch, batches, type Dataset, fileOrder, maskTokens, type SplitName, splitOf } from '#text';
import { EVALUATION_BATCH, predict, type PredictOptions, type Predictions } from './predict.js';

/** How good a model is on a split. */
export interface Evaluation {
  /** Mean cross entropy in nats of sentences or masked tokens; mean squared error in regression. */
  readonly loss: number;
  /** exp of the loss, of masked LM. */
  readonly perplexity?: number;
  /** The measures of the task. */
  readonly measures: readonly Measured[];
  readonly predictions?: Predictions;
}

/** What a data set's models are measured by, the first one first: GLUE's for its tasks; else accuracy, or for scores
 * Pearson's and Spearman's correlation. */
export function measuresOf(dataset: Pick<Dataset, 'objective' | 'task'>): readonly string[] {
  if (dataset.objective === 'language-modelling') return [];
  if (dataset.task?.startsWith('glue/')) return glueMeasures(dataset.task);
  return dataset.objective === 'regression' ? ['pearson', 'spearman'] : ['accuracy'];
}

/** Measures a model on a split. In masked LM the same tokens are masked for every model: 15 %, by a seed of their own.
 * @param measures names; those of the data set's task when left out
 * @throws TlcError DATA_NO_SPLIT, DATA_NO_LABELS, MODEL_WRONG_HEAD, MEASURE_UNKNOWN, JOB_CANCELLED */
export async function evaluateModel(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions & { readonly measures?: readonly string[] } = {},
): Promise<Evaluation> {
  if (model.head.kind === 'masked-lm') {
    const mean = await maskedLoss(model, dataset, split, options);
    return { loss: mean, perplexity: Math.exp(mean), measures: [] };
  }
  checkLabels(model, dataset);
  const { labels } = splitOf(dataset, split);
  if (!labels) throw new TlcError('DATA_NO_LABELS', `the ${split} split has no labels`, { details: { split } });
  const predictions = await predict(model, dataset, split, options);
  return {
    loss: taskLoss(predictions, labels),
    measures: (options.measures ?? measuresOf(dataset)).map((name) => measure(name, labels, predictions.answers)),
    predictions,
  };
}

async function maskedLoss(model: Model, dataset: Dataset, split: SplitName, options: PredictOptions): Promise<number> {
  const data = splitOf(dataset, split);
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
  return sum / count;
}

function taskLoss({ logits, width }: Predictions, labels: Int32Array | Float32Array): number {
  let sum = 0;
  for (let row = 0; row < labels.length; row++) {
    const own = logits.subarray(row * width, (row + 1) * width);
    if (width === 1 && labels instanceof Float32Array) {
      sum += (own[0] - labels[row]) ** 2;
    } else {
      const most = own.reduce((a, b) => Math.max(a, b));
      const all = own.reduce((total, logit) => total + Math.exp(logit - most), 0);
      sum += most + Math.log(all) - own[labels[row]];
    }
  }
  return sum / labels.length;
}

/** What a batch's loss is the mean over: its masked rows, or its sentences. */
export function predicted(batch: Batch): number {
  return batch.masked ? batch.masked.rows.length : batch.starts.length - 1;
}

/** @throws TlcError MODEL_WRONG_HEAD where the model has other classes than the data set */
function checkLabels({ head }: Model, { labels }: Dataset): void {
  const own = head.kind === 'classification' ? head.labels : undefined;
  if (own?.join('\n') === labels?.join('\n')) return;
  const message = `the model's classes are ${own?.join(', ') ?? 'none'}, those of the data set ${labels?.join(', ') ?? 'none'}`;
  throw new TlcError('MODEL_WRONG_HEAD', message, { details: { model: own, dataset: labels } });
}
