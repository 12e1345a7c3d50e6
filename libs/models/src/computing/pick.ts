import { TlcError } from '#contracts';
import { meanOfRows, rows, type Tensor2D } from '#engine';
import type { Picked } from '#families';
import type { Batch } from '#text';
import type { Pass } from './pass.js';

/** Rows of the hidden states that a head works on.
 * @throws TlcError DATA_NO_LABELS where masked rows are asked for and the batch has none */
export function pick({ batch, packed }: Pass, x: Tensor2D, which: Picked): Tensor2D {
  switch (which) {
    case 'first':
      return rows(x, batch.starts.subarray(0, -1));
    case 'mean':
      return meanOfRows(x, packed);
    case 'masked':
      return rows(x, maskedOf(batch).rows);
  }
}

/** The masked rows of a batch.
 * @throws TlcError DATA_NO_LABELS */
export function maskedOf({ masked }: Batch) {
  if (!masked) throw new TlcError('DATA_NO_LABELS', 'The batch has no masked rows, which a masked-LM head predicts.');
  return masked;
}
