import { codesOf, type Grid, type Parameter } from '#models';

/** Codes of a tensor with the scale and zero point of each block of them. */
interface Codes {
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
  readonly zeros: Uint8Array;
}

/** Zero point of scale number `n`: 2^(bits-1) on a symmetric grid. */
const zeroOf = (grid: Grid, n: number) => (grid.zeros ? grid.zeros[n] : 2 ** (grid.bits - 1));

/** Codes [rows, columns] of a linear weight [out, in] or an embedding table [entries, hidden], with scales and zeros
 * [rows, blocks], a block being `block` columns. */
export function matrixCodes(
  { value }: Parameter,
  grid: Grid,
): Codes & { readonly block: number; readonly blocks: number } {
  const [rows, columns] = value.shape as [number, number];
  const block = grid.granularity === 'group' ? Math.min(columns, grid.groupSize!) : columns;
  const blocks = Math.ceil(columns / block);
  const at = (n: number) => (grid.granularity === 'tensor' ? 0 : n);
  return {
    codes: codesOf(value.dataSync<'float32'>(), [rows, columns], grid),
    scales: Float32Array.from({ length: rows * blocks }, (_, n) => grid.scales[at(n)]),
    zeros: Uint8Array.from({ length: rows * blocks }, (_, n) => zeroOf(grid, at(n))),
    block,
    blocks,
  };
}

/** Two codes to a byte, the first in the low half, as ONNX packs 4-bit integers. */
export function packNibbles(codes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(codes.length / 2));
  for (let i = 0; i < codes.length; i++) packed[i >> 1] |= (codes[i] & 15) << (4 * (i & 1));
  return packed;
}
