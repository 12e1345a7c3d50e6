import type { Grid } from '#families';
import { codeOf, middle } from './project.js';

/** Gives the value nearest to a finite one on the grid of a matrix, weight by weight, as `projectToGrid` gives all at once; by
 * the grid's scales as they are at that moment. */
export function nearestOn(
  { bits, granularity, groupSize, scales, zeros }: Grid,
  columns: number,
): (row: number, column: number, value: number) => number {
  const last = 2 ** bits - 1;
  const even = middle(bits);
  const width = granularity === 'group' ? groupSize! : columns;
  const inRow = granularity === 'tensor' ? 0 : Math.ceil(columns / width);
  return (row, column, value) => {
    const group = inRow === 0 ? 0 : row * inRow + Math.floor(column / width);
    const zero = zeros ? zeros[group] : even;
    return Math.fround((codeOf(value, scales[group], zero, last) - zero) * scales[group]);
  };
}
