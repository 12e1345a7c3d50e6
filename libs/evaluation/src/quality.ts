import { type Measure, type Progress, TlcError } from '#contracts';
import { engineInfo } from '#engine';
import { glueTask, MEASURE_NAMES } from '#metrics';
import type { Model } from '#models';
import type { Dataset, SplitName } from '#text';
import { evaluateModel, type Evaluation } from './evaluate-model.js';
import { predict, type Predictions } from './predict.js';
import type { Measuring } from './measuring.js';

/** Who is told how far the measuring is, and what is odd about a figure. */
export interface Listener {
  readonly signal?: AbortSignal;
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
}

/** What the model is worth on the split of the config, and what it says of each sentence. A split without labels gives
 * predictions alone.
 * @throws TlcError DATA_NO_LABELS where measures are asked for on such a split; MEASURE_UNDEFINED where one that the config
 * names has no value for these answers */
export async function measureQuality(
  model: Model,
  dataset: Dataset,
  config: Pick<Measuring, 'split' | 'labels' | 'measure'>,
  wanted: readonly string[],
  { signal, progress, log }: Listener,
): Promise<{ measures: Measure[]; predictions?: Predictions }> {
  const split = config.split as SplitName;
  const known = [...MEASURE_NAMES, 'loss', 'perplexity'] as string[];
  const quality = wanted.filter((name) => known.includes(name));
  const options = {
    labels: config.labels,
    signal,
    onProgress: (done: number) => progress({ phase: `predicting ${split}`, done: 0.7 * done }),
    onWarning: (text: string) => log('warning', text),
  };
  if (dataset.objective !== 'language-modelling' && !dataset.splits[split]?.labels) {
    if (quality.length > 0) {
      const message = `${quality.join(', ')} cannot be measured on the ${split} split, which has no labels`;
      throw new TlcError('DATA_NO_LABELS', message, { details: { split } });
    }
    return { measures: [], predictions: await predict(model, dataset, split, options) };
  }
  const measures = quality.filter((name) => (MEASURE_NAMES as string[]).includes(name));
  const evaluation = await evaluateModel(model, dataset, split, { ...options, measures });
  checkDefined(evaluation, config.measure ?? []);
  return { measures: figures(evaluation, dataset, split, quality, log), predictions: evaluation.predictions };
}

/** A figure that was asked for by name is there, or its lack is an error. */
function checkDefined({ measures }: Evaluation, asked: readonly string[]): void {
  const undefinedOne = measures.find(({ name, value }) => value === null && asked.includes(name));
  if (!undefinedOne) return;
  const { name, note } = undefinedOne;
  throw new TlcError(
    'MEASURE_UNDEFINED',
    `${name} has no value here: ${note ?? 'it is not defined for these answers'}`,
    {
      details: { measure: name },
    },
  );
}

function figures(
  evaluation: Evaluation,
  dataset: Dataset,
  split: SplitName,
  quality: readonly string[],
  log: Listener['log'],
): Measure[] {
  const { sentences, together = 1 } = dataset.splits[split]!;
  const samples = sentences / together;
  const task = dataset.task?.startsWith('glue/') ? glueTask(dataset.task).title : (dataset.task ?? dataset.objective);
  const { backend, kernels } = engineInfo();
  const how = dataset.objective === 'similarity' ? 'similarity:cosine|' : '';
  const where = `${how}data:${task}/${split}|engine:${backend},${kernels}`;
  const out: Measure[] = [];
  for (const name of quality) {
    const measured = evaluation.measures.find((measure) => measure.name === name);
    if (name === 'loss') {
      const what = dataset.objective === 'language-modelling' ? 'masked:0.15|seed:0|' : '';
      out.push({ name, value: evaluation.loss, signature: `${what}${where}`, samples });
    } else if (name === 'perplexity' && evaluation.perplexity !== undefined) {
      out.push({ name, value: evaluation.perplexity, signature: `masked:0.15|seed:0|${where}`, samples });
    } else if (measured && measured.value !== null) {
      out.push({ name, value: measured.value, signature: `${measured.signature}|${where}`, samples });
    }
    if (measured?.note) log('warning', `${name}: ${measured.note}`);
  }
  return out;
}
