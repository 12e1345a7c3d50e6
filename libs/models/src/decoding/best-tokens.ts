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
  const [rows, vocabulary] = logits.shape;
  const bans = Array.from({ length: rows }, (_, row) => new Set([...never, ...(banned?.[row] ?? [])]));
  // As many more as may have to be passed over
  const asked = Math.min(vocabulary, count + Math.max(...bans.map(({ size }) => size)));
  const { values, indices } = tf.topk(logits, asked);
  const [found, scores] = [indices.dataSync(), values.dataSync()];
  const sums = logSums(logits);
  const next = { tokens: new Int32Array(rows * count), logProbabilities: new Float32Array(rows * count) };
  for (let row = 0; row < rows; row++) {
    const places = Array.from({ length: asked }, (_, i) => row * asked + i);
    const isBanned = (at: number) => bans[row].has(found[at]);
    const left = places.filter((at) => !isBanned(at));
    for (const [i, at] of [...left, ...places.filter(isBanned)].slice(0, count).entries()) {
      next.tokens[row * count + i] = found[at];
      next.logProbabilities[row * count + i] = i < left.length ? scores[at] - sums[row] : -Infinity;
    }
  }
  tf.dispose([values, indices]);
  return next;
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
