import { TlcError } from '#contracts';
import type { Batch } from '#text';
import { openOnnx } from './session.js';

/** Compares the ONNX file's logits with those that the engine gave for the same batch.
 * Products are calculated in float32 on both sides (see `openOnnx`).
 * @param expected logits float32 [sentences, classes], row by row
 * @param tolerance largest difference allowed, relative to the largest logit or 1
 * @returns the largest difference
 * @throws TlcError ONNX_MISMATCH */
export async function checkOnnx(path: string, batch: Batch, expected: ArrayLike<number>, tolerance = 1e-4) {
  const classifier = await openOnnx(path, { exact: true });
  try {
    const logits = await classifier.run(batch);
    let difference = logits.length === expected.length ? 0 : Infinity;
    let largest = 1;
    for (let i = 0; i < logits.length; i++) {
      difference = Math.max(difference, Math.abs(logits[i] - expected[i]));
      largest = Math.max(largest, Math.abs(expected[i]));
    }
    return checkDifference(difference, tolerance, largest);
  } finally {
    await classifier.close();
  }
}

/** @throws TlcError ONNX_MISMATCH for a difference above the tolerance, relative to the largest logit */
export function checkDifference(difference: number, tolerance: number, largest: number): number {
  if (difference <= tolerance * largest) return difference;
  throw new TlcError('ONNX_MISMATCH', `ONNX Runtime’s logits differ from the engine’s by up to ${difference}`, {
    details: { difference, tolerance },
  });
}
