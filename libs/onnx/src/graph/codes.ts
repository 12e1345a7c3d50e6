import { codesOf, fileShape, fileValues, type Grid, type Parameter } from '#models';

/** Codes of a tensor with the scale and zero point of each block of them. */
interface Codes {
  readonly codes: Uint8Array;
  readonly scales: Float32Array;
  readonly zeros: Uint8Array;
}

/** Zero point of scale number `n`: 2^(bits-1) on a symmetric grid. */
const zeroOf = (grid: Grid, n: number) => (grid.zeros ? grid.zeros[n] : 2 ** (grid.bits - 1));

/** Codes [in, out] of a linear weight with scales and zeros [blocks, out], a block being `block` inputs. A grid counts
 * over the file's layout [out, in], so that a channel is an output and a group lies along its inputs. */
export function matrixCodes(
  parameter: Parameter,
  grid: Grid,
): Codes & { readonly block: number; readonly blocks: number } {
  const [outs, ins] = fileShape(parameter.role, parameter.value.shape) as [number, number];
  const inFile = codesOf(fileValues(parameter), [outs, ins], grid);
  const block = grid.granularity === 'group' ? Math.min(ins, grid.groupSize!) : ins;
  const blocks = Math.ceil(ins / block);
  const codes = new Uint8Array(ins * outs);
  const scales = new Float32Array(blocks * outs);
  const zeros = new Uint8Array(blocks * outs);
  for (let o = 0; o < outs; o++) {
    for (let i = 0; i < ins; i++) codes[i * outs + o] = inFile[o * ins + i];
    for (let b = 0; b < blocks; b++) {
      const n = grid.granularity === 'tensor' ? 0 : o * blocks + b;
      scales[b * outs + o] = grid.scales[n];
      zeros[b * outs + o] = zeroOf(grid, n);
    }
  }
  return { codes, scales, zeros, block, blocks };
}

/** Codes [entries, hidden] of an embedding table with scales and zeros [entries, groups]; the groups of a row are of one
 * size. */
export function tableCodes(parameter: Parameter, grid: Grid): Codes & { readonly groups: number } {
  const [entries, hidden] = parameter.value.shape as [number, number];
  const codes = codesOf(fileValues(parameter), [entries, hidden], grid);
  const groups = grid.granularity === 'group' ? hidden / grid.groupSize! : 1;
  const at = (n: number) => (grid.granularity === 'tensor' ? 0 : n);
  const scales = Float32Array.from({ length: entries * groups }, (_, n) => grid.scales[at(n)]);
  const zeros = Uint8Array.from({ length: entries * groups }, (_, n) => zeroOf(grid, at(n)));
  return { codes, scales, zeros, groups };
}

/** Two codes to a byte, the first in the low half, as ONNX packs 4-bit integers. */
export function packNibbles(codes: Uint8Array): Uint8Array {
  const packed = new Uint8Array(Math.ceil(codes.length / 2));
  for (let i = 0; i < codes.length; i++) packed[i >> 1] |= (codes[i] & 15) << (4 * (i & 1));
  return packed;
}
