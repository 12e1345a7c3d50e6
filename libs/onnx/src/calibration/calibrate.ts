import * as ort from 'onnxruntime-node';
import type { Model } from '#models';
import type { Batch } from '#text';
import { graphOf } from '../export.js';
import { feedsOf } from '../feeds.js';
import { type ByteRange, type Calibration, chooseRange, type Histogram } from './range.js';
import { sessionOptions } from '../session.js';

const BINS = 2048;

/** What comes into a product of bytes. */
export interface ObservedInput {
  /** Weights that it is multiplied with: the first of those side by side. */
  readonly weights: string[];
  readonly rows: 'tokens' | 'target';
}

/** Told the values of an output that are no padding, batch by batch. */
type Look = (output: string, values: Float32Array) => void;

/** The ranges of what comes into a model's products of bytes, by the first weight of each, as ONNX Runtime computes it in float32
 * on some batches; rows of padding do not count.
 * @returns nothing where the model has no products of bytes */
export async function calibrate(
  model: Model,
  batches: readonly Batch[],
  how: Calibration,
): Promise<ReadonlyMap<string, ByteRange>> {
  const observed = new Map<string, ObservedInput>();
  const graph = graphOf(model, { weights: 'int8', observed });
  const session = await ort.InferenceSession.create(graph, sessionOptions());
  const outputs = [...observed.keys()];
  const eachValue = async (look: Look) => {
    for (const batch of outputs.length > 0 ? batches : []) {
      const values = await session.run(feedsOf(session, batch), outputs);
      for (const [name, { rows }] of observed) {
        const texts = rows === 'target' ? batch.target! : batch;
        for (const own of withoutPadding(values[name], texts)) look(name, own);
      }
    }
  };
  try {
    const histograms = await boundsOf(outputs, eachValue);
    // The least and the largest are enough for min-max: the second look is spared
    if (how !== 'min-max') await eachValue((name, values) => count(histograms.get(name)!, values));
    const ranges = new Map<string, ByteRange>();
    for (const [name, { weights }] of observed) {
      const range = chooseRange(histograms.get(name)!, how);
      for (const weight of weights) ranges.set(weight, range);
    }
    return ranges;
  } finally {
    await session.release();
  }
}

/** Empty histograms from the least to the largest value of each output. */
async function boundsOf(outputs: readonly string[], eachValue: (look: Look) => Promise<void>) {
  const bounds = new Map(outputs.map((name) => [name, { least: Infinity, most: -Infinity }]));
  await eachValue((name, values) => {
    const own = bounds.get(name)!;
    let { least, most } = own;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < least) least = value;
      if (value > most) most = value;
    }
    own.least = least;
    own.most = most;
  });
  return new Map<string, Histogram>(
    [...bounds].map(([name, own]) => [name, { ...own, counts: new Float64Array(BINS) }]),
  );
}

function count({ least, most, counts }: Histogram, values: Float32Array): void {
  const bins = BINS / (most - least || 1);
  for (let i = 0; i < values.length; i++) counts[Math.min(BINS - 1, ((values[i] - least) * bins) | 0)]++;
}

/** The values of the tokens of [texts, length, width], text by text. */
function* withoutPadding({ data, dims }: ort.Tensor, { starts }: Pick<Batch, 'starts'>): Generator<Float32Array> {
  const [texts, length, width] = dims;
  for (let text = 0; text < texts; text++) {
    const from = text * length * width;
    yield (data as Float32Array).subarray(from, from + (starts[text + 1] - starts[text]) * width);
  }
}
