import { TlcError } from '#contracts';
import { fittingHead, measuresOf } from '#fit';
import { type Measured, measure } from '#metrics';
import type { Model } from '#models';
import { type Dataset, type Split, type SplitName, splitOf } from '#text';
import { maskedLoss } from './masked-loss.js';
import { predict, type PredictOptions, type Predictions } from './predict.js';

/** How good a model is on a split. */
export interface Evaluation {
  /** Mean cross entropy in nats of sentences or masked tokens; mean squared error of scores and similarities. */
  readonly loss: number;
  /** exp of the loss, of masked LM. */
  readonly perplexity?: number;
  /** The measures of the task. */
  readonly measures: readonly Measured[];
  readonly predictions?: Predictions;
}

/** Measures a model on a split. In masked LM the same tokens are masked for every model: 15 %, by a seed of their own.
 * @param measures names; those of the data set's task when left out
 * @throws TlcError DATA_NO_SPLIT, DATA_NO_LABELS, MODEL_WRONG_HEAD, LABELS_UNMATCHED, MEASURE_UNKNOWN, JOB_CANCELLED, and what
 * checkModelFits throws */
export async function evaluateModel(
  model: Model,
  dataset: Dataset,
  split: SplitName,
  options: PredictOptions & { readonly measures?: readonly string[] } = {},
): Promise<Evaluation> {
  if (dataset.objective === 'language-modelling') {
    fittingHead(model.head, dataset);
    const mean = await maskedLoss(model, dataset, split, options);
    return { loss: mean, perplexity: Math.exp(mean), measures: [] };
  }
  const data = splitOf(dataset, split);
  if (!data.labels) throw new TlcError('DATA_NO_LABELS', `the ${split} split has no labels`, { details: { split } });
  const labels = goldOf(data)!;
  const predictions = await predict(model, dataset, split, options);
  return {
    loss: taskLoss(predictions, labels),
    measures: (options.measures ?? measuresOf(dataset)).map((name) => measure(name, labels, predictions.answers)),
    predictions,
  };
}

/** What the answers are compared with: one label for each. */
export function goldOf({ labels, together = 1 }: Split): Int32Array | Float32Array | undefined {
  return together === 1 ? labels : labels?.filter((_: number, i: number) => i % together === 0);
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
