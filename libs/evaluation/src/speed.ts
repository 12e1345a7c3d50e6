import { join } from 'node:path';
import type { Measure, Progress } from '#contracts';
import { engineInfo } from '#engine';
import { checkModelFits, type Model } from '#models';
import { batches, batchOf, type Batch, type Dataset, type Split, type SplitName, splitOf } from '#text';
import { agreement } from './agreement.js';
import { engineLogits } from './engine-logits.js';
import { spread } from './spread.js';
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

/** Size, latency and throughput of models in ONNX Runtime, measured in turn in one run, after each export was compared
 * with the engine. Latency is the median time of one sentence; throughput counts sentences of whole batches.
 * @returns the measures of each model
 * @throws TlcError DATA_NO_SPLIT, ONNX_MISMATCH, and what checkModelFits throws */
export async function runtimeMeasures(
  models: readonly Model[],
  dataset: Dataset,
  config: Pick<Measuring, 'split' | 'threads' | 'batches'>,
  wanted: readonly string[],
  context: MeasuringContext,
): Promise<Measure[][]> {
  const split = splitOf(dataset, config.split as SplitName);
  for (const model of models) checkModelFits(model, dataset, [config.split as SplitName]);
  // ONNX Runtime is loaded by those who measure speed alone
  const { checkOnnx, exportOnnx, measureSpeed } = await import('#onnx');
  const paths = models.map((_, n) => join(context.work, `${n}.onnx`));
  const measures: Measure[][] = models.map(() => []);
  for (const [n, model] of models.entries()) {
    const bytes = await exportOnnx(model, paths[n]);
    const batch = batchOf(split, spread(split.sentences, CHECKED));
    await checkOnnx(paths[n], batch, engineLogits(model, batch));
    if (wanted.includes('onnx_bytes')) {
      measures[n].push({ name: 'onnx_bytes', value: bytes, unit: 'bytes', signature: 'file:model.onnx|opset:21' });
    }
    if (wanted.includes('latency') && model.head.kind === 'classification') {
      measures[n].push(await agreement(paths[n], model, split));
    }
  }
  const sizes = [...(wanted.includes('latency') ? [1] : []), ...(wanted.includes('throughput') ? config.batches : [])];
  for (const size of sizes) {
    context.progress({ phase: `timing batches of ${size}`, done: 0.8 });
    const limits = { threads: config.threads, seconds: SECONDS, signal: context.signal };
    const speeds = await measureSpeed(paths, timedBatches(split, size), limits);
    for (const [n, { median, p95, sentencesPerSecond, runs }] of speeds.entries()) {
      const how = `onnxruntime-node|threads:${config.threads}|batch:${size}|runs:${runs}|p95:${p95.toFixed(3)}ms|${engineInfo().processor}`;
      if (size === 1 && !measures[n].some(({ name }) => name === 'latency') && wanted.includes('latency')) {
        measures[n].push({ name: 'latency', value: median, unit: 'ms', signature: `median|${how}`, samples: runs });
      } else {
        const name = `throughput@${size}`;
        measures[n].push({ name, value: sentencesPerSecond, unit: 'sentences/s', signature: how, samples: runs });
      }
    }
  }
  return measures;
}

function timedBatches(split: Split, sentences: number): Batch[] {
  const order = spread(split.sentences, Math.max(TIMED, 2 * sentences));
  const whole = [...batches(split, order, { sentences })].map(({ batch }) => batch);
  const full = whole.filter(({ starts }) => starts.length - 1 === sentences);
  return full.length > 0 ? full : whole;
}
