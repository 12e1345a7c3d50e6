import { type Codebook, type CodebookSpec, codebookSpec } from './codebook.js';

/** How values share scales: one scale for the tensor, for each row, or for each group of a row; over the tensor as files
 * hold it ([out, in]). A tensor of one dimension is one row. */
export type Granularity = 'tensor' | 'channel' | 'group';

/** A grid without its scales: all that decides how many bytes it takes. */
export interface GridSpec {
  /** Of a code, 2 to 8. */
  readonly bits: number;
  readonly granularity: Granularity;
  /** Values in a group, along a row; the last group of a row may be shorter. */
  readonly groupSize?: number;
  /** Whether the zero point is 2^(bits-1) everywhere; else each scale has its own. */
  readonly symmetric: boolean;
}

/** A grid of integers on which a tensor's values lie: value = (code - zero) * scale, code an unsigned integer of
 * `bits` bits. Which values share a scale depends on `granularity`, over the tensor as files hold it ([out, in]). */
export interface Grid {
  readonly bits: number;
  readonly granularity: Granularity;
  /** Values in a group, along a row; the last group of a row may be shorter. */
  readonly groupSize?: number;
  /** One scale for each tensor, row, or group (row by row). */
  readonly scales: Float32Array;
  /** One zero point for each scale; absent: 2^(bits-1) (symmetric). A zero weight is always on the grid. */
  readonly zeros?: Uint8Array;
}

/** How a file holds a tensor: on a grid, by a codebook, or neither. Where it is sparse, too, only the codes of non-zero
 * values are stored. */
export interface Encoding {
  /** The file says which values are non-zero, and holds only those. Zeros stay zero in fine-tuning. */
  readonly sparse?: boolean;
  readonly grid?: Grid;
  readonly codebook?: Codebook;
}

/** Whether a tensor is held by codes: on a grid, or by a codebook. */
export const hasCodes = <E extends Pick<Encoding, 'sparse'> & { readonly grid?: object; readonly codebook?: object }>(
  encoding: E | undefined,
): encoding is E => encoding?.grid !== undefined || encoding?.codebook !== undefined;

/** An encoding without scales and centroids: what estimates are made from. */
export interface EncodingSpec {
  readonly sparse?: boolean;
  readonly grid?: GridSpec;
  readonly codebook?: CodebookSpec;
}

/** What an encoding is, without scales and centroids. */
export function specOf({ sparse, grid, codebook }: Encoding): EncodingSpec {
  return {
    ...(sparse && { sparse }),
    ...(grid && {
      grid: {
        bits: grid.bits,
        granularity: grid.granularity,
        ...(grid.groupSize !== undefined && { groupSize: grid.groupSize }),
        symmetric: grid.zeros === undefined,
      },
    }),
    ...(codebook && { codebook: codebookSpec(codebook) }),
  };
}
