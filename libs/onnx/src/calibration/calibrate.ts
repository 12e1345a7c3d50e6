import * as ort from 'onnxruntime-node';
import type { Model } from '#models';
import type { Batch } from '#text';
import { graphOf } from '../export.js';
import { feedsOf } from '../feeds.js';
import { type ByteRange, type Calibration, chooseRange, type Histogram } from './range.js';

const BINS = 2048;

/** What comes into a product of bytes. */
export interface ObservedInput {
  /** Weights that it is multiplied with: the first of those side by side. */
  readonly weights: string[];
  readonly rows: 'tokens' | 'target' | 'sentences' | 'table';
}

/** The ranges of what comes into a model's products of bytes, by the first weight of each, as ONNX Runtime computes it in float32
 * on some batches; rows of padding do not count. */
export async function calibrate(
  model: Model,
  batches: readonly Batch[],
  how: Calibration,
): Promise<ReadonlyMap<string, ByteRange>> {
  const observed = new Map<string, ObservedInput>();
  const session = await ort.InferenceSession.create(graphOf(model, { weights: 'int8', observed }), {
    executionProviders: ['cpu'],
    intraOpNumThreads: 1,
    logSeverityLevel: 3,
  });
  try {
    const eachValue = async (use: (name: string, values: Float32Array) => void) => {
      for (const batch of batches) {
        const outputs = await session.run(feedsOf(session, batch), [...observed.keys()]);
        for (const [name, { rows }] of observed) {
          for (const values of withoutPadding(outputs[name], rows === 'target' ? batch.target! : batch)) {
            use(name, values);
          }
        }
      }
    };
    const bounds = new Map([...observed.keys()].map((name) => [name, { least: Infinity, most: -Infinity }]));
    await eachValue((name, values) => {
      const own = bounds.get(name)!;
      let { least, most } = own;
      for (let i = 0; i < values.length; i++) {
        if (values[i] < least) least = values[i];
        if (values[i] > most) most = values[i];
      }
      Object.assign(own, { least, most });
    });
    const histograms = new Map<string, Histogram>();
    for (const [name, own] of bounds) histograms.set(name, { ...own, counts: new Float64Array(BINS) });
    if (how !== 'min-max') {
      await eachValue((name, values) => {
        const { least, most, counts } = histograms.get(name)!;
        const bins = BINS / (most - least || 1);
        for (let i = 0; i < values.length; i++) counts[Math.min(BINS - 1, ((values[i] - least) * bins) | 0)]++;
      });
    }
    return new Map(
      [...observed].flatMap(([name, { weights }]) => {
        const range = chooseRange(histograms.get(name)!, how);
        return weights.map((weight) => [weight, range] as const);
      }),
    );
  } finally {
    await session.release();
  }
}

/** The values of [texts, width], or of the tokens of [texts, length, width]. */
function* withoutPadding({ data, dims }: ort.Tensor, { starts }: Pick<Batch, 'starts'>): Generator<Float32Array> {
  const values = data as Float32Array;
  if (dims.length < 3) return yield values;
  const [texts, length, width] = dims;
  for (let text = 0; text < texts; text++) {
    const from = text * length * width;
    yield values.subarray(from, from + (starts[text + 1] - starts[text]) * width);
  }
}
