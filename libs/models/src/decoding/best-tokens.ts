import type { Banned, Next } from '#decoding';
import { tf, type Tensor2D } from '#engine';

/** The most probable tokens by their logits [rows, vocabulary]. A banned one has no probability; those of the others are what
 * they would be without the ban.
 * @param never tokens that no row may have */
export function bestTokens(
  logits: Tensor2D,
  count: number,
  { banned, never }: { readonly banned?: Banned; readonly never: readonly number[] },
): Next {
  const [values, indices] = tf.tidy(() => {
    const best = tf.topk(allowed(logits, banned, never), count);
    return [best.values, best.indices];
  });
  const tokens = indices.dataSync().slice() as Int32Array;
  const logProbabilities = values.dataSync().slice() as Float32Array;
  tf.dispose([values, indices]);
  const sums = logSums(logits);
  for (let i = 0; i < logProbabilities.length; i++) logProbabilities[i] -= sums[Math.floor(i / count)];
  return { tokens, logProbabilities };
}

/** The logarithm of the sum of each row's exponentials. Summed here, for TensorFlow's sum of a row depends in its last bit on
 * where the row lies: a text would depend on those beside it. */
function logSums(logits: Tensor2D): Float64Array {
  const [rows, width] = logits.shape;
  const values = logits.dataSync() as Float32Array;
  return Float64Array.from({ length: rows }, (_, row) => {
    const own = values.subarray(row * width, (row + 1) * width);
    let most = -Infinity;
    for (let i = 0; i < width; i++) if (own[i] > most) most = own[i];
    let sum = 0;
    for (let i = 0; i < width; i++) sum += Math.exp(own[i] - most);
    return most + Math.log(sum);
  });
}

function allowed(logits: Tensor2D, banned: Banned | undefined, never: readonly number[]): Tensor2D {
  if (never.length === 0 && !banned?.some((tokens) => tokens)) return logits;
  const [rows, vocabulary] = logits.shape;
  const mask = new Uint8Array(rows * vocabulary);
  for (let row = 0; row < rows; row++) {
    for (const token of never) mask[row * vocabulary + token] = 1;
    for (const token of banned?.[row] ?? []) mask[row * vocabulary + token] = 1;
  }
  return tf.where(tf.tensor2d(mask, [rows, vocabulary], 'bool'), -Infinity, logits);
}
