import { TlcError } from '#contracts';
import { largestOfRows, meanOfRows, rows, type Tensor2D, weightedSumOfRows } from '#engine';
import type { Picked } from '#families';
import type { Batch } from '#text';
import type { Pass } from './pass.js';

/** Rows of the hidden states that a head works on.
 * @throws TlcError DATA_NO_LABELS where masked rows are asked for and the batch has none */
export function pick({ batch, packed }: Pass, x: Tensor2D, which: Picked): Tensor2D {
  switch (which) {
    case 'first':
      return rows(x, batch.starts.subarray(0, -1));
    case 'last':
      return rows(
        x,
        batch.starts.subarray(1).map((end) => end - 1),
      );
    case 'mean':
      return meanOfRows(x, packed);
    case 'mean-root':
      return weightedSumOfRows(
        x,
        packed,
        shares(batch, (_, length) => 1 / Math.sqrt(length)),
      );
    case 'weighted-mean':
      return weightedSumOfRows(
        x,
        packed,
        shares(batch, (position, length) => (2 * (position + 1)) / (length * (length + 1))),
      );
    case 'largest':
      return largestOfRows(x, packed);
    case 'masked':
      return rows(x, maskedOf(batch).rows);
  }
}

/** The weight of each row by its position in its sentence, from 0 on, and the length of the sentence. */
function shares({ starts }: Batch, of: (position: number, length: number) => number): Float32Array {
  const all = new Float32Array(starts[starts.length - 1]);
  for (let sentence = 0; sentence + 1 < starts.length; sentence++) {
    const [first, end] = [starts[sentence], starts[sentence + 1]];
    for (let row = first; row < end; row++) all[row] = of(row - first, end - first);
  }
  return all;
}

/** The masked rows of a batch.
 * @throws TlcError DATA_NO_LABELS */
export function maskedOf({ masked }: Batch) {
  if (!masked) throw new TlcError('DATA_NO_LABELS', 'The batch has no masked rows, which a masked-LM head predicts.');
  return masked;
}
