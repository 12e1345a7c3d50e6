import { packCodes, packedBytes, unpackCodes } from './bits.js';
import type { Granularity } from './encoding.js';
import { packTrits, tritBytes, TRITS_IN_BYTE, unpackTrits } from './trits.js';

/** Where the values of a codebook come from: `k-means` has centroids of its own for each group (Han et al. 2016, arXiv
 * 1510.00149, section 3); `nf4` the 16 levels of the 4-bit NormalFloat (Dettmers et al. 2023, arXiv 2305.14314, section
 * 3 and appendix E) and `ternary` the levels -1, 0 and 1 (Li and Liu 2016, arXiv 1605.04711), times a scale for each group. */
export type CodebookKind = 'k-means' | 'nf4' | 'ternary';

export const CODEBOOK_KINDS: readonly CodebookKind[] = ['k-means', 'nf4', 'ternary'];

/** A codebook without its values: all that decides how many bytes it takes. */
export interface CodebookSpec {
  readonly kind: CodebookKind;
  /** Of a code of k-means, 1 to 8; nf4 has 4, ternary 2. */
  readonly bits: number;
  /** Which values share centroids, or a scale. */
  readonly granularity: Granularity;
  /** Values in a group, along a row; the last group of a row may be shorter. */
  readonly groupSize?: number;
  /** How files hold centroids and scales. */
  readonly precision: CodebookPrecision;
  /** How files hold codes, and where the non-zero values of a sparse tensor are: `huffman` in codes that are the shorter the
   * more often a thing occurs; absent: all codes are equally long, and a bit for each value says whether it is zero. */
  readonly coding?: 'huffman';
}

export type CodebookPrecision = 'float16' | 'float32';

export const CODEBOOK_PRECISIONS: readonly CodebookPrecision[] = ['float16', 'float32'];

/** The values that a tensor may have: centroid = values[group, code] (k-means), or level[code] * values[group] in float32. */
export interface Codebook extends CodebookSpec {
  /** Numbers of `precision`: centroids [groups, 2^bits] that rise within a group, or scales [groups] from 0 on. */
  readonly values: Float32Array;
}

/** The 16 values of the 4-bit NormalFloat: quantiles of a normal distribution, scaled to [-1, 1], 0 among them. */
const NORMAL_FLOAT_4 = Float32Array.of(
  -1,
  -0.6961928009986877,
  -0.5250730514526367,
  -0.39491748809814453,
  -0.28444138169288635,
  -0.18477343022823334,
  -0.09105003625154495,
  0,
  0.07958029955625534,
  0.16093020141124725,
  0.24611230194568634,
  0.33791524171829224,
  0.44070982933044434,
  0.5626170039176941,
  0.7229568362236023,
  1,
);

const TERNARY = Float32Array.of(-1, 0, 1);

/** The levels that all groups have, rising, before their scale; none where each has centroids of its own. */
export function fixedLevels(kind: CodebookKind): Float32Array | undefined {
  return kind === 'nf4' ? NORMAL_FLOAT_4 : kind === 'ternary' ? TERNARY : undefined;
}

/** How many values a group may have. */
export const levelCount = ({ kind, bits }: Pick<CodebookSpec, 'kind' | 'bits'>): number =>
  kind === 'ternary' ? TERNARY.length : 2 ** bits;

/** Bits of a code that the kind decides; k-means leaves it open. */
export const fixedBits = (kind: CodebookKind): number | undefined =>
  kind === 'nf4' ? 4 : kind === 'ternary' ? 2 : undefined;

/** What a codebook is, without its values. */
export function codebookSpec({ kind, bits, granularity, groupSize, precision, coding }: CodebookSpec): CodebookSpec {
  return {
    kind,
    bits,
    granularity,
    ...(groupSize !== undefined && { groupSize }),
    precision,
    ...(coding && { coding }),
  };
}

/** Bytes of `count` codes that are equally long: five of ternary share a byte. */
export const fixedCodeBytes = (count: number, { kind, bits }: CodebookSpec): number =>
  kind === 'ternary' ? tritBytes(count) : packedBytes(count, bits);

/** Codes that are equally long, one after another. */
export const packFixed = (codes: Uint8Array, { kind, bits }: CodebookSpec): Uint8Array =>
  kind === 'ternary' ? packTrits(codes) : packCodes(codes, bits);

/** The opposite of `packFixed`. */
export const unpackFixed = (packed: Uint8Array, { kind, bits }: CodebookSpec, count: number): Uint8Array =>
  kind === 'ternary' ? unpackTrits(packed, count) : unpackCodes(packed, bits, count);

/** How many codes `bytes` have room for. */
export function mostCodes(bytes: number, { kind, bits, coding }: CodebookSpec): number {
  if (coding === 'huffman') return 8 * bytes;
  return kind === 'ternary' ? TRITS_IN_BYTE * bytes : Math.floor((8 * bytes) / bits);
}
