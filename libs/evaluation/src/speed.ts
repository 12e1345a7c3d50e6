import { join } from 'node:path';
import type { Measure, Progress } from '#contracts';
import { engineInfo } from '#engine';
import type { Speed } from '#onnx';
import { type Dtype, DTYPES, usualDtypes } from '#onnx/formats';
import { checkModelFits, type Model, modelShape } from '#models';
import { batches, batchOf, type Batch, type Dataset, type Split, type SplitName, splitOf, spread } from '#text';
import { agreement } from './agreement.js';
import { engineLogits } from './engine-logits.js';

import type { Measuring } from './measuring.js';

/** Sentences that the export is checked on, and that latency is measured on. */
const CHECKED = 32;
const TIMED = 200;
/** Seconds for each model and batch size. */
const SECONDS = 1.5;

/** Where ONNX files may lie, and who is told how far the measuring is. */
export interface MeasuringContext {
  readonly work: string;
  readonly signal?: AbortSignal;
  progress(progress: Progress): void;
}

/** One ONNX file of a model. */
interface Form {
  readonly model: number;
  readonly dtype: Dtype;
  readonly path: string;
  readonly bytes: number;
}

/** Size, latency and throughput of models in ONNX Runtime, measured in turn in one run, after each export was compared
 * with the engine. A model whose weights are codes that can be multiplied is timed both with products of floats and with those of
 * its codes, and the figures are those of the fastest file. Latency is the median time of one sentence; throughput counts sentences of whole batches.
 * @returns the measures of each model
 * @throws TlcError DATA_NO_SPLIT, ONNX_MISMATCH, and what checkModelFits throws */
export async function runtimeMeasures(
  models: readonly Model[],
  dataset: Dataset,
  config: Pick<Measuring, 'split' | 'threads' | 'batches' | 'labels'>,
  wanted: readonly string[],
  context: MeasuringContext,
): Promise<Measure[][]> {
  const split = splitOf(dataset, config.split as SplitName);
  for (const model of models) checkModelFits(model, dataset, [config.split as SplitName]);
  const sizes = [...(wanted.includes('latency') ? [1] : []), ...(wanted.includes('throughput') ? config.batches : [])];
  const forms = await written(models, split, context.work, sizes.length > 0);
  const times: { size: number; speeds: Speed[] }[] = [];
  for (const size of sizes) {
    context.progress({ phase: `timing batches of ${size}`, done: 0.8 });
    const limits = { threads: config.threads, seconds: SECONDS, signal: context.signal };
    const { measureSpeed } = await import('#onnx');
    const paths = forms.map(({ path }) => path);
    times.push({ size, speeds: await measureSpeed(paths, timedBatches(split, size), limits) });
  }
  const measures: Measure[][] = [];
  for (const [n, model] of models.entries()) {
    const own = forms.flatMap((form, index) => (form.model === n ? [index] : []));
    const chosen = own.reduce((a, b) => (medianOf(times, b) < medianOf(times, a) ? b : a));
    const form = forms[chosen];
    const { file, weights } = DTYPES[form.dtype];
    const isRounded = weights !== 'encoded';
    const products = isRounded ? `|products:${weights}` : '';
    const all: Measure[] = [];
    // What is timed is told the size of: it need not be that of the model's folder
    if (wanted.includes('onnx_bytes') || sizes.length > 0) {
      const signature = `file:${file}|opset:21${products}`;
      all.push({ name: 'onnx_bytes', value: form.bytes, unit: 'bytes', signature });
    }
    if (wanted.includes('latency') && model.head.kind === 'classification') {
      all.push(...(await agreement(form.path, model, dataset, config, isRounded)));
    }
    for (const { size, speeds } of times) {
      const { median, p95, sentencesPerSecond, runs } = speeds[chosen];
      const how = `onnxruntime-node|threads:${config.threads}|batch:${size}${products}|runs:${runs}|p95:${p95.toFixed(3)}ms|${engineInfo().processor}`;
      if (size === 1 && wanted.includes('latency') && !all.some(({ name }) => name === 'latency')) {
        all.push({ name: 'latency', value: median, unit: 'ms', signature: `median|${how}`, samples: runs });
      } else {
        const name = `throughput@${size}`;
        all.push({ name, value: sentencesPerSecond, unit: 'sentences/s', signature: how, samples: runs });
      }
    }
    measures.push(all);
  }
  return measures;
}

/** Time of a batch of the first size; all alike where nothing was timed. */
const medianOf = (times: readonly { speeds: readonly Speed[] }[], form: number) => times[0]?.speeds[form].median ?? 0;

/** The files of models, each with the engine's answers where it rounds nothing.
 * @param isTimed whether files with products of codes are of use */
async function written(models: readonly Model[], split: Split, work: string, isTimed: boolean): Promise<Form[]> {
  // ONNX Runtime is loaded by those who measure speed alone
  const { checkOnnx, exportOnnx } = await import('#onnx');
  const forms: Form[] = [];
  for (const [n, model] of models.entries()) {
    for (const dtype of usualDtypes(modelShape(model)).slice(0, isTimed ? undefined : 1)) {
      const path = join(work, `${n}-${DTYPES[dtype].file}`);
      forms.push({ model: n, dtype, path, bytes: await exportOnnx(model, path, DTYPES[dtype]) });
      if (DTYPES[dtype].weights !== 'encoded') continue;
      const batch = batchOf(split, spread(split.sentences, CHECKED));
      await checkOnnx(path, batch, engineLogits(model, batch));
    }
  }
  return forms;
}

function timedBatches(split: Split, sentences: number): Batch[] {
  const order = spread(split.sentences, Math.max(TIMED, 2 * sentences));
  const whole = [...batches(split, order, { sentences })].map(({ batch }) => batch);
  const full = whole.filter(({ starts }) => starts.length - 1 === sentences);
  return full.length > 0 ? full : whole;
}
