import { type CodebookSpec, fixedCodeBytes } from './codebook.js';
import { GAP_SYMBOLS } from './gaps.js';

/** Bytes of what the values of a tensor alone decide the length of: its codes by Huffman, and the gaps between values. */
export interface Streams {
  readonly codes: number;
  readonly gaps?: number;
}

/** How many bits codes that are limited to 15 bits take more than the best of any length, for each of at most 256 symbols:
 * less than the golden ratio to the power of -(15 - 8 - 1) (Milidiú and Laber 2001, "Bounding the inefficiency of
 * length-restricted prefix codes", theorem 1). */
const LIMIT_COSTS = ((1 + Math.sqrt(5)) / 2) ** -6;

/** The most bytes that `kept` codes of `size` values can take by Huffman: no more than codes of equal length, for one such code
 * is among those that the best is chosen from. Three codes have lengths of 1, 2 and 2, and the most frequent has the
 * shortest. */
const mostCodeBytes = (kept: number, codebook: CodebookSpec): number =>
  codebook.kind === 'ternary' ? Math.ceil((kept * 5) / 24) : fixedCodeBytes(kept, codebook);

/** The most bytes that the gaps of `kept` values among `size` can take: no more than by the Rice codes that suit best (Rice
 * 1979: of a gap g, 1 + k + floor(g / 2^k) bits), whatever the gaps are. */
function mostGapBytes(size: number, kept: number): number {
  const zeros = size - kept;
  const symbols = kept + 1 + Math.floor(zeros / (GAP_SYMBOLS - 1));
  const rice = Array.from({ length: 8 }, (_, k) => symbols * (1 + k + LIMIT_COSTS) + zeros / 2 ** k);
  return Math.ceil(Math.min(8 * symbols, ...rice) / 8);
}

/** The most bytes that the streams of a tensor can take.
 * @param kept how many values have a code */
export function mostStreams(size: number, codebook: CodebookSpec, sparse: boolean, kept: number): Streams {
  const codes = mostCodeBytes(kept, codebook);
  return { codes, ...(sparse && { gaps: mostGapBytes(size, kept) }) };
}
