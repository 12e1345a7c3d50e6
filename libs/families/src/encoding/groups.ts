import { TlcError } from '#contracts';
import type { Granularity } from './encoding.js';

/** Number of values of a tensor. */
export const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/**
 * Where the groups of values that share a scale begin, and the number of values at the end: [groups + 1]. They follow
 * each other without gaps, in row-major order.
 *
 * @param shape of the tensor in files; [n] is one row
 * @throws TlcError ENCODING_INVALID where groups have no size
 */
export function groupStarts(
  shape: readonly number[],
  { granularity, groupSize }: { readonly granularity: Granularity; readonly groupSize?: number },
): Float64Array {
  const size = sizeOf(shape);
  if (granularity === 'tensor') return Float64Array.of(0, size);
  const rows = shape.length > 1 ? shape[0] : 1;
  const columns = rows === 0 ? 0 : size / rows;
  const group = granularity === 'channel' ? Math.max(1, columns) : groupSize;
  if (group === undefined || !Number.isSafeInteger(group) || group < 1) {
    const message = `The size of a group is ${groupSize}, expected a whole number from 1.`;
    throw new TlcError('ENCODING_INVALID', message);
  }
  const inRow = Math.ceil(columns / group);
  const starts = new Float64Array(rows * inRow + 1);
  for (let row = 0, i = 0; row < rows; row++) {
    for (let j = 0; j < inRow; j++) starts[i++] = row * columns + j * group;
  }
  starts[rows * inRow] = size;
  return starts;
}
