import { addResidual, rows, tf, type Tensor2D } from '#engine';
import { sinusoidTable, type Sinusoids } from '#families';
import type { Pass } from './pass.js';

/** x + the sinusoids of its tokens, [rows, width]: of as many positions as the longest sentence of the batch has. */
export function addSinusoids({ batch: { positions } }: Pass, x: Tensor2D, { first, step }: Sinusoids): Tensor2D {
  const width = x.shape[1];
  const longest = positions.reduce((most, position) => Math.max(most, position), 0) + 1;
  const table = tf.tensor2d(sinusoidTable(first, longest, width, step), [longest, width]);
  return addResidual(rows(table, positions), x);
}
