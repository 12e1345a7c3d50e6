import { TlcError } from '#contracts';
import {
  type Codebook,
  codeLengths,
  countOnes,
  countSymbols,
  gapsOf,
  GAP_SYMBOLS,
  gather,
  huffmanBytes,
  levelCount,
  packCodes,
  packFixed,
  packHuffman,
  packMask,
  type Part,
  type Streams,
} from '#families';
import { codesByCodebook, valuesByCodebook } from './project.js';

/** A tensor that is held by a codebook. */
export interface ByCodebook {
  readonly values: Float32Array;
  /** In files. */
  readonly shape: readonly number[];
  readonly sparse: boolean;
  readonly codebook: Codebook;
}

/** The data of the parts that stand for a tensor in a file. Centroids and scales are given as numbers, whatever their precision.
 *
 * @param name for errors
 * @throws TlcError ENCODING_INEXACT where a value is not one that the codebook has */
export function codebookParts(name: string, tensor: ByCodebook): Partial<Record<Part, Uint8Array | Float32Array>> {
  const { sparse, codebook } = tensor;
  const codes = keptCodes(tensor, exactCodes(name, tensor));
  const values = { [codebook.kind === 'k-means' ? 'centroids' : 'scales']: codebook.values };
  if (!codebook.coding) {
    return { ...(sparse && { mask: packMask(tensor.values) }), codes: packFixed(codes, codebook), ...values };
  }
  const packed = (symbols: Uint8Array, alphabet: number) => {
    const lengths = codeLengths(countSymbols(symbols, alphabet));
    return { data: packHuffman(symbols, lengths), lengths: packCodes(lengths, 4) };
  };
  const own = packed(codes, levelCount(codebook));
  const gaps = sparse && packed(gapsOf(tensor.values), GAP_SYMBOLS);
  return {
    ...(gaps && { gaps: gaps.data, gap_lengths: gaps.lengths }),
    codes: own.data,
    code_lengths: own.lengths,
    ...values,
  };
}

/** Bytes of the parts by Huffman, without making them. */
export function streamsOf(tensor: ByCodebook): Streams {
  const bytes = (symbols: Uint8Array, alphabet: number) => {
    const counts = countSymbols(symbols, alphabet);
    return huffmanBytes(counts, codeLengths(counts));
  };
  const { values, shape, sparse, codebook } = tensor;
  const codes = keptCodes(tensor, codesByCodebook(values, shape, codebook));
  return {
    codes: bytes(codes, levelCount(codebook)),
    ...(sparse && { gaps: bytes(gapsOf(values), GAP_SYMBOLS) }),
  };
}

/** The codes that a file has: of a sparse tensor those of what is not zero. */
function keptCodes({ values, sparse }: ByCodebook, codes: Uint8Array): Uint8Array {
  if (!sparse) return codes;
  const mask = packMask(values);
  return gather(codes, mask, new Uint8Array(countOnes(mask)));
}

function exactCodes(name: string, { values, shape, sparse, codebook }: ByCodebook): Uint8Array {
  const codes = codesByCodebook(values, shape, codebook);
  const restored = valuesByCodebook(codes, shape, codebook);
  const wrong = values.findIndex((value, i) => value !== restored[i] && !(sparse && value === 0));
  if (wrong < 0) return codes;
  const problem = `value ${wrong} is ${values[wrong]}, the nearest of its codebook ${restored[wrong]}`;
  throw new TlcError('ENCODING_INEXACT', `${name}: ${problem}.`, { details: { tensor: name } });
}
