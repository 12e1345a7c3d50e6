import { addResidual, tf, type Tensor2D } from '#engine';
import { sinusoidTable, type Sinusoids } from '#families';
import type { Pass } from './pass.js';

/** x + the sinusoids of its tokens, [rows, width]. They are laid out here, row by row: what an operation gathers from a table
 * it keeps the table for. */
export function addSinusoids(
  { batch: { positions } }: Pass,
  x: Tensor2D,
  { first, step, ...layout }: Sinusoids,
): Tensor2D {
  const width = x.shape[1];
  const longest = positions.reduce((most, position) => Math.max(most, position), 0) + 1;
  const table = sinusoidTable(first, longest, width, layout);
  if (step !== undefined) {
    const shared = sinusoidTable(step, 1, width, layout);
    for (let i = 0; i < table.length; i++) table[i] += shared[i % width];
  }
  const values = new Float32Array(positions.length * width);
  positions.forEach((position, row) =>
    values.set(table.subarray(position * width, (position + 1) * width), row * width),
  );
  return addResidual(tf.tensor2d(values, [positions.length, width]), x);
}
