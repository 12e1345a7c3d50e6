import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { tf } from '#engine';
import { encode, logits, type Model, weightsOf } from '#models';
import { checkOnnx, type Dtype, DTYPES, exportOnnx } from '#onnx';
import type { Batch } from '#text';
import type { CalibratedProducts } from './calibration.js';
import { everyRow, trialBatch } from './trial-batch.js';

/** How far logits may be from the engine's, as a share of the largest or of 1: what half precision makes is little. */
const TOLERANCE = { float32: 1e-4, float16: 0.05 } as const;

/** Where inputs of products are rounded to bytes, more than the largest logit is no rounding. */
const toleranceOf = (dtype: Dtype): number =>
  DTYPES[dtype].weights === 'encoded' ? TOLERANCE[DTYPES[dtype].float] : 1;

/** Writes a model's ONNX files into the folder `onnx` of another, under the names that Transformers.js has for them, and compares
 * each with the engine: on random tokens, or on the data that chose its ranges, outside of which they mean nothing.
 * @returns the bytes of each, and its largest difference from the engine
 * @throws TlcError ONNX_MISMATCH */
export async function writeOnnx(
  model: Model,
  output: string,
  dtypes: readonly Dtype[],
  calibrated?: CalibratedProducts,
): Promise<Record<string, number>> {
  const folder = join(output, 'onnx');
  await mkdir(folder, { recursive: true });
  const trial = triedOn(model, trialBatch(model));
  const summary: Record<string, number> = {};
  for (const dtype of dtypes) {
    const { file, weights } = DTYPES[dtype];
    const own = weights === 'int8' ? calibrated : undefined;
    const path = join(folder, file);
    const called = /_(.+)\./.exec(file)?.[1] ?? 'onnx';
    summary[`${called}_bytes`] = await exportOnnx(model, path, {
      ...DTYPES[dtype],
      ...(own && { ranges: own.ranges }),
    });
    const { batch, expected } = own ? triedOn(model, everyRow(own.batch)) : trial;
    summary[`${called}_difference`] = await checkOnnx(path, batch, expected, toleranceOf(dtype));
  }
  return summary;
}

/** A batch with the engine's answers. */
function triedOn(model: Model, batch: Batch) {
  const answer = model.head.kind === 'none' ? encode : logits;
  const answers = tf.tidy(() => answer(weightsOf(model), model, batch));
  const expected = answers.dataSync();
  answers.dispose();
  return { batch, expected };
}
