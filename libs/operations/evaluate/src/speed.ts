import { join } from 'node:path';
import { type Measure, TlcError } from '#contracts';
import { engineInfo, tf } from '#engine';
import { logits, type Model, weightsOf } from '#models';
import { checkOnnx, exportOnnx, measureSpeed, openOnnx } from '#onnx';
import type { OperationContext, OperationInput } from '#jobs';
import { batches, batchOf, type Batch, type Dataset, type Split } from '#text';
import type { EvaluateConfig } from './config.js';

/** A model whose speed is measured. */
export interface Contestant {
  readonly input: OperationInput;
  readonly model: Model;
}

/** Sentences that the export is checked on, and that latency is measured on. */
const CHECKED = 32;
const TIMED = 200;
/** Seconds for each model and batch size. */
const SECONDS = 1.5;

/** Size, latency and throughput of models in ONNX Runtime, measured in turn in one run, after each export was compared
 * with the engine. Latency is the median time of one sentence; throughput counts sentences of whole batches. */
export async function runtimeMeasures(
  contestants: readonly Contestant[],
  dataset: Dataset,
  config: EvaluateConfig,
  wanted: readonly string[],
  context: OperationContext<EvaluateConfig>,
): Promise<Measure[][]> {
  const split = dataset.splits[config.split as keyof Dataset['splits']];
  if (!split) throw new TlcError('DATA_NO_SPLIT', `the data set has no ${config.split} split`);
  const paths = contestants.map((_, n) => join(context.work, `${n}.onnx`));
  const measures: Measure[][] = contestants.map(() => []);
  for (const [n, { model }] of contestants.entries()) {
    const bytes = await exportOnnx(model, paths[n]);
    await checkOnnx(paths[n], ...engineAnswers(model, split));
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

/** A batch of sentences all over the split, and the engine's logits for it. */
function engineAnswers(model: Model, split: Split): [Batch, Float32Array] {
  const batch = batchOf(split, spread(split.sentences, CHECKED));
  return [batch, engineLogits(model, batch)];
}

/** The share of sentences that ONNX Runtime with its defaults gives the engine's class. With weights on a grid these
 * defaults round the inputs of products to 8 bits, so that what is timed may differ from what was measured. */
async function agreement(path: string, model: Model, split: Split): Promise<Measure> {
  const classifier = await openOnnx(path);
  let same = 0;
  try {
    for (const { batch } of batches(split, spread(split.sentences, TIMED), { sentences: CHECKED })) {
      const [theirs, ours] = [await classifier.run(batch), engineLogits(model, batch)];
      const width = ours.length / (batch.starts.length - 1);
      for (let at = 0; at < ours.length; at += width) {
        if (winner(theirs.subarray(at, at + width)) === winner(ours.subarray(at, at + width))) same++;
      }
    }
  } finally {
    await classifier.close();
  }
  const samples = Math.min(TIMED, split.sentences);
  const signature = 'same class in onnxruntime-node with its defaults as in the engine';
  return { name: 'onnx_agreement', value: same / samples, signature, samples };
}

function engineLogits(model: Model, batch: Batch): Float32Array {
  const own = tf.tidy(() => logits(weightsOf(model), model, batch));
  const values = own.dataSync() as Float32Array;
  own.dispose();
  return values;
}

const winner = (values: Float32Array): number => values.indexOf(values.reduce((a, b) => Math.max(a, b)));

function timedBatches(split: Split, sentences: number): Batch[] {
  const order = spread(split.sentences, Math.max(TIMED, 2 * sentences));
  const whole = [...batches(split, order, { sentences })].map(({ batch }) => batch);
  const full = whole.filter(({ starts }) => starts.length - 1 === sentences);
  return full.length > 0 ? full : whole;
}

/** Up to `count` numbers from 0 to `total` - 1, evenly spread. */
function spread(total: number, count: number): Int32Array {
  const length = Math.min(total, count);
  return Int32Array.from({ length }, (_, i) => Math.floor((i * total) / length));
}
