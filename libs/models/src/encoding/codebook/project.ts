import { TlcError } from '#contracts';
import { type Codebook, fixedLevels, groupStarts, levelCount } from '#families';
import { boundsOf, nearest } from './nearest.js';

/** Fills `table` [levels] with the values of a group, rising. */
function fillTable(table: Float32Array, codebook: Codebook, group: number): void {
  const { kind, values } = codebook;
  const levels = fixedLevels(kind);
  if (!levels) return table.set(values.subarray(group * table.length, (group + 1) * table.length));
  // A level times a scale of 0 may be -0
  for (let code = 0; code < table.length; code++) table[code] = Math.fround(levels[code] * values[group]) + 0;
}

/** Calls `use` for each group of a tensor: its values [levels], rising, and where it begins and ends. */
export function eachGroup(
  shape: readonly number[],
  codebook: Codebook,
  use: (table: Float32Array, from: number, to: number) => void,
): void {
  const starts = groupStarts(shape, codebook);
  const table = new Float32Array(levelCount(codebook));
  for (let group = 0; group + 1 < starts.length; group++) {
    fillTable(table, codebook, group);
    use(table, starts[group], starts[group + 1]);
  }
}

/**
 * The code of the codebook's value nearest to each value; of equal ones the first.
 *
 * @param values in the order of files
 * @param shape in files
 * @throws TlcError MODEL_NOT_FINITE
 */
export function codesByCodebook(values: Float32Array, shape: readonly number[], codebook: Codebook): Uint8Array {
  const codes = new Uint8Array(values.length);
  eachGroup(shape, codebook, (table, from, to) => {
    nearest(values, from, to, boundsOf(table), codes);
  });
  for (let i = 0; i < values.length; i++) if (values[i] - values[i] !== 0) notFinite(values[i]);
  return codes;
}

/** @throws TlcError MODEL_NOT_FINITE */
export function notFinite(value: number): never {
  throw new TlcError('MODEL_NOT_FINITE', `A value to be put into a codebook is ${value}.`);
}

/** The values of codes. */
export function valuesByCodebook(codes: Uint8Array, shape: readonly number[], codebook: Codebook): Float32Array {
  const values = new Float32Array(codes.length);
  eachGroup(shape, codebook, (table, from, to) => {
    for (let i = from; i < to; i++) values[i] = table[codes[i]];
  });
  return values;
}

/**
 * The codebook's value nearest to each value.
 *
 * @param values in the order of files ([out, in] for a linear weight)
 * @param shape in files
 * @param sparse whether zeros stay zeros, which the codebook need not have
 * @throws TlcError MODEL_NOT_FINITE
 */
export function projectToCodebook(
  values: Float32Array,
  shape: readonly number[],
  codebook: Codebook,
  sparse: boolean,
): Float32Array {
  const projected = valuesByCodebook(codesByCodebook(values, shape, codebook), shape, codebook);
  if (sparse) for (let i = 0; i < values.length; i++) if (values[i] === 0) projected[i] = 0;
  return projected;
}
