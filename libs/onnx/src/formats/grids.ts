import type { GridSpec } from '#families';

/** What decides how a weight on a grid can be multiplied. */
export type Spacing = Pick<GridSpec, 'bits' | 'granularity' | 'groupSize'>;

/** The fewest bits whose codes are multiplied as bytes; fewer take half a byte in a file. */
const FEWEST_OF_BYTES = 5;

/** Blocks that ONNX Runtime's MatMulNBits takes: powers of two. */
const [SMALLEST_BLOCK, LARGEST_BLOCK] = [16, 256];

/** Whether a linear weight can be multiplied in 8-bit integers: 5 to 8 bits, a scale for the tensor or for each output. */
export const isInt8 = (grid: Spacing | undefined): boolean =>
  grid !== undefined && grid.granularity !== 'group' && grid.bits >= FEWEST_OF_BYTES;

/** Inputs of an output that share a scale in a product of 4-bit codes (MatMulNBits): the largest block that the operation takes
 * and that divides the grid's own groups, whose scales are then repeated.
 * @param inputs of the layer; the last block may be shorter
 * @returns undefined where there is none, or codes have more than 4 bits */
export function blockOf(grid: Spacing | undefined, inputs: number): number | undefined {
  if (grid === undefined || grid.bits >= FEWEST_OF_BYTES) return undefined;
  const isWhole = grid.granularity !== 'group' || grid.groupSize! >= inputs;
  for (let block = LARGEST_BLOCK; block >= SMALLEST_BLOCK; block /= 2) {
    // Past the inputs a block holds nothing: the smallest that holds all of a row is enough
    if (isWhole ? block < 2 * inputs || block === SMALLEST_BLOCK : grid.groupSize! % block === 0) return block;
  }
  return undefined;
}
