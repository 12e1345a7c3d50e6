import type { Batch } from '#text';
import { checkDifference } from './check.js';
import { padTexts } from './padded.js';
import { openSeq2Seq } from './seq2seq-session.js';

/** Compares the logits of an encoder-decoder's ONNX files with those that the engine gave for the same batch: those of all
 * tokens at once, and those of the tokens after the first, by the keys and values that were kept of it.
 * @param expected logits float32 [target tokens, vocabulary]
 * @param tolerance largest difference allowed, relative to the largest logit or 1
 * @returns the largest difference
 * @throws TlcError ONNX_MISMATCH */
export async function checkSeq2Seq(
  folder: string,
  files: { readonly encoder: string; readonly decoder: string },
  batch: Batch,
  expected: Float32Array,
  tolerance = 1e-4,
): Promise<number> {
  const { starts } = batch.target!;
  const texts = starts.length - 1;
  const { ids, length } = padTexts(batch.target!);
  const vocabulary = expected.length / starts[texts];
  const model = await openSeq2Seq(folder, files);
  try {
    const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1);
    const compare = (logits: Float32Array, first: number) => {
      let difference = 0;
      for (let text = 0; text < texts; text++) {
        for (let token = first; token < starts[text + 1] - starts[text]; token++) {
          const from = (text * (length - first) + token - first) * vocabulary;
          const wanted = (starts[text] + token) * vocabulary;
          for (let i = 0; i < vocabulary; i++) {
            difference = Math.max(difference, Math.abs(logits[from + i] - expected[wanted + i]));
          }
        }
      }
      return difference;
    };
    const sources = await model.encode(batch);
    const whole = await model.decode(sources, ids);
    let difference = compare(whole.logits, 0);
    if (length > 1) {
      const columns = (from: number, to: number) =>
        BigInt64Array.from(
          Array.from({ length: texts }, (_, text) => [
            ...ids.subarray(text * length + from, text * length + to),
          ]).flat(),
        );
      const { past } = await model.decode(sources, columns(0, 1));
      const rest = await model.decode(sources, columns(1, length), past);
      difference = Math.max(difference, compare(rest.logits, 1));
    }
    return checkDifference(difference, tolerance, largest);
  } finally {
    await model.close();
  }
}
