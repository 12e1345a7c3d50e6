import { join } from 'node:path';
import { mkdir, rm } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { evaluateModel, runtimeMeasures } from '#evaluation';
import { type LabelMapping, measuresOf } from '#fit';
import type { TargetName } from '#methods';
import { type Model, modelShape, weightFileBytes } from '#models';
import type { Dataset } from '#text';

/** What is measured of a model that a search has made. */
export interface TargetFigures {
  /** Of its file of weights. */
  readonly bytes: number;
  /** Points of a hundred that the data set's own measure fell by on the dev split; absent where the split has no labels. */
  readonly quality_loss?: number;
  /** Milliseconds in which ONNX Runtime answers one sentence, in the median. */
  readonly latency?: number;
  /** How many times as fast as the model before, in the same run. */
  readonly speedup?: number;
}

/** What models are measured on. */
export interface MeasuredOn {
  readonly dataset?: Dataset;
  readonly labels?: LabelMapping;
  /** Folder for ONNX files. */
  readonly work: string;
  readonly signal: AbortSignal;
}

/** The data set's own measure on the dev split, from 0 to 1; undefined where there is none. */
export async function qualityOf(model: Model, { dataset, labels, signal }: MeasuredOn): Promise<number | undefined> {
  const [name] = dataset ? measuresOf(dataset) : [];
  if (!dataset?.splits.dev?.labels || name === undefined || dataset.objective === 'translation') return undefined;
  const { measures } = await evaluateModel(model, dataset, 'dev', {
    measures: [name],
    signal,
    ...(labels && { labels }),
  });
  return measures[0].value ?? undefined;
}

/** Measures what a search has made, as far as its target asks for it.
 * @param before quality of the model before
 * @throws TlcError DATA_NO_SPLIT, DATA_NO_LABELS where what the target asks for cannot be measured */
export async function measureTry(
  target: TargetName,
  { made, start, before }: { readonly made: Model; readonly start: Model; readonly before: number | undefined },
  on: MeasuredOn,
): Promise<TargetFigures> {
  const after = await qualityOf(made, on);
  if (target === 'quality_loss' && (before === undefined || after === undefined)) {
    const message = 'the dev split of the data set has no labels that quality_loss could be measured by';
    throw new TlcError('DATA_NO_LABELS', message, { details: { split: 'dev' } });
  }
  return {
    bytes: weightFileBytes(modelShape(made)),
    ...(before !== undefined && after !== undefined && { quality_loss: rounded(100 * (before - after)) }),
    ...(target === 'latency' && { latency: (await latencies([made], on))[0] }),
    ...(target === 'speedup' && { speedup: await speedup(made, start, on) }),
  };
}

async function speedup(made: Model, start: Model, on: MeasuredOn): Promise<number> {
  const [own, before] = await latencies([made, start], on);
  return rounded(before / own);
}

/** Of each model the median time of one sentence, measured in turn. */
async function latencies(models: readonly Model[], { dataset, labels, work, signal }: MeasuredOn): Promise<number[]> {
  const folder = join(work, 'onnx');
  await mkdir(folder, { recursive: true });
  const config = { split: 'dev', threads: 1, batches: [], ...(labels && { labels }) };
  const context = { work: folder, signal, progress: () => undefined };
  try {
    const measured = await runtimeMeasures(models, dataset!, config, ['latency'], context);
    return measured.map((measures) => measures.find(({ name }) => name === 'latency')!.value);
  } finally {
    await rm(folder, { recursive: true });
  }
}

const rounded = (value: number) => Number(value.toPrecision(5));
