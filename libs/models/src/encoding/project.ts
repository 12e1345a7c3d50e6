import { TlcError } from '#contracts';
import { groupStarts, sizeOf, type Grid } from '#families';

/** Adding and taking away 1.5 * 2^52 rounds a double to a whole number, halves to even, as TensorFlow's `round` does. */
const ROUND = 1.5 * 2 ** 52;

export const roundHalfToEven = (x: number): number => x + ROUND - ROUND;

/** Zero point of a grid without zero points of its own. */
export const middle = (bits: number): number => 2 ** (bits - 1);

/** The code of the value nearest to a finite one, on a grid of codes from 0 to `last`. */
export function codeOf(value: number, scale: number, zero: number, last: number): number {
  const code = roundHalfToEven(value / scale) + zero;
  return code < 0 ? 0 : code > last ? last : code;
}

/**
 * The code of the grid's value nearest to each value.
 *
 * @param values in the order of files
 * @param shape in files
 * @throws TlcError MODEL_NOT_FINITE
 */
export function codesOf(values: Float32Array, shape: readonly number[], grid: Grid): Uint8Array {
  const starts = groupStarts(shape, grid);
  const codes = new Uint8Array(values.length);
  const last = 2 ** grid.bits - 1;
  for (let group = 0; group + 1 < starts.length; group++) {
    const scale = grid.scales[group];
    const zero = grid.zeros ? grid.zeros[group] : middle(grid.bits);
    for (let i = starts[group]; i < starts[group + 1]; i++) {
      const value = values[i];
      if (value - value !== 0) throw new TlcError('MODEL_NOT_FINITE', `A value to be put on a grid is ${value}.`);
      codes[i] = codeOf(value, scale, zero, last);
    }
  }
  return codes;
}

/** The values of codes, (code - zero) * scale in float32. */
export function valuesOf(codes: Uint8Array, shape: readonly number[], grid: Grid): Float32Array {
  const starts = groupStarts(shape, grid);
  const values = new Float32Array(sizeOf(shape));
  for (let group = 0; group + 1 < starts.length; group++) {
    const scale = grid.scales[group];
    const zero = grid.zeros ? grid.zeros[group] : middle(grid.bits);
    for (let i = starts[group]; i < starts[group + 1]; i++) values[i] = (codes[i] - zero) * scale;
  }
  return values;
}

/**
 * The grid's value nearest to each value; zero stays zero.
 *
 * @param values in the order of files ([out, in] for a linear weight)
 * @param shape in files
 * @throws TlcError MODEL_NOT_FINITE
 */
export function projectToGrid(values: Float32Array, shape: readonly number[], grid: Grid): Float32Array {
  return valuesOf(codesOf(values, shape, grid), shape, grid);
}
