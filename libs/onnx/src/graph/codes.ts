import type { Grid } from '#models';

/** The zero point of scale number `n`: 2^(bits-1) on a symmetric grid. */
const zeroOf = (grid: Grid, n: number) => (grid.zeros ? grid.zeros[n] : 2 ** (grid.bits - 1));

/** The code of a value on its grid: exact, since values lie on it. */
const codeOf = (value: number, scale: number, zero: number) => (scale === 0 ? zero : Math.round(value / scale) + zero);

/** Codes [in, out] of a linear weight with the scales and zeros of each block of `block` inputs: [blocks, out]. A grid
 * counts over the file's layout [out, in], so that a channel is an output and a group lies along its inputs. */
export function matrixCodes(values: Float32Array, rows: number, columns: number, grid: Grid) {
  const block = grid.granularity === 'group' ? grid.groupSize! : rows;
  const blocks = Math.ceil(rows / block);
  const scales = new Float32Array(blocks * columns);
  const zeros = new Uint8Array(blocks * columns);
  const codes = new Uint8Array(rows * columns);
  for (let o = 0; o < columns; o++) {
    for (let b = 0; b < blocks; b++) {
      const n = grid.granularity === 'tensor' ? 0 : o * blocks + b;
      scales[b * columns + o] = grid.scales[n];
      zeros[b * columns + o] = zeroOf(grid, n);
    }
    for (let i = 0; i < rows; i++) {
      const at = Math.floor(i / block) * columns + o;
      codes[i * columns + o] = codeOf(values[i * columns + o], scales[at], zeros[at]);
    }
  }
  return { codes, scales, zeros, block, blocks };
}

/** Codes [entries, hidden] of an embedding table with scales and zeros [entries, groups]. */
export function tableCodes(values: Float32Array, entries: number, hidden: number, grid: Grid) {
  const groups = grid.granularity === 'group' ? hidden / grid.groupSize! : 1;
  const scales = new Float32Array(entries * groups);
  const zeros = new Uint8Array(entries * groups);
  const codes = new Uint8Array(entries * hidden);
  for (let row = 0; row < entries * groups; row++) {
    const n = grid.granularity === 'tensor' ? 0 : row;
    scales[row] = grid.scales[n];
    zeros[row] = zeroOf(grid, n);
    for (let i = 0; i < hidden / groups; i++) {
      const at = (row * hidden) / groups + i;
      codes[at] = codeOf(values[at], scales[row], zeros[row]);
    }
  }
  return { codes, scales, zeros, groups };
}

/** Two codes to a byte, the first in the low half, as ONNX packs 4-bit integers. */
export function packNibbles(codes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(codes.length / 2));
  for (let i = 0; i < codes.length; i++) packed[i >> 1] |= (codes[i] & 15) << (4 * (i & 1));
  return packed;
}
