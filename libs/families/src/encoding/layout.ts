import { safetensorsBytes, type TensorDescription, type WritableDType } from '#artifacts';
import type { ModelShape, ParameterShape } from '../shape.js';
import { packedBytes } from './bits.js';
import { type CodebookSpec, fixedCodeBytes, levelCount } from './codebook.js';
import type { EncodingSpec } from './encoding.js';
import { GAP_SYMBOLS } from './gaps.js';
import { groupStarts, sizeOf } from './groups.js';
import { mostStreams, type Streams } from './streams.js';

/** Whether an encoding is another than dense float32. */
export const isEncoded = (encoding?: EncodingSpec): encoding is EncodingSpec =>
  encoding !== undefined &&
  (encoding.sparse === true || encoding.grid !== undefined || encoding.codebook !== undefined);

/** Parts of an encoded tensor in a file: the tensor `NAME.part` of each. */
export const PARTS = [
  'mask',
  'gaps',
  'gap_lengths',
  'values',
  'codes',
  'code_lengths',
  'scales',
  'zeros',
  'centroids',
] as const;

export type Part = (typeof PARTS)[number];

/** Number format and length of a part. */
export interface PartLayout {
  readonly dtype: Extract<WritableDType, 'F32' | 'F16' | 'U8'>;
  readonly length: number;
}

const BYTES = { F32: 4, F16: 2, U8: 1 } as const;

type Parts = Partial<Record<Part, PartLayout>>;

/**
 * The parts that stand for a tensor in a file: what says where the values are that are not zero (sparse), a mask with a bit
 * for each or Huffman-coded gaps; packed codes with scales and zero points (grid), or with centroids or scales (codebook);
 * or values. Of a sparse tensor only what is not zero has a code or a value.
 *
 * @param shape in files
 * @param kept how many values have a code or a value
 * @param streams of Huffman-coded parts; the most that they can take when left out
 */
export function partsOf(shape: readonly number[], encoding: EncodingSpec, kept: number, streams?: Streams): Parts {
  const { sparse = false, grid, codebook } = encoding;
  if (codebook?.coding === 'huffman') {
    const { codes, gaps } = streams ?? mostStreams(sizeOf(shape), codebook, sparse, kept);
    return {
      ...(sparse && { gaps: bytes(gaps ?? 0), gap_lengths: bytes(packedBytes(GAP_SYMBOLS, 4)) }),
      codes: bytes(codes),
      code_lengths: bytes(packedBytes(levelCount(codebook), 4)),
      ...codebookValues(shape, codebook),
    };
  }
  const mask = sparse && { mask: bytes(packedBytes(sizeOf(shape), 1)) };
  if (codebook) return { ...mask, codes: bytes(fixedCodeBytes(kept, codebook)), ...codebookValues(shape, codebook) };
  if (!grid) return { ...mask, values: { dtype: 'F32', length: kept } };
  const groups = groupStarts(shape, grid).length - 1;
  return {
    ...mask,
    codes: bytes(packedBytes(kept, grid.bits)),
    scales: { dtype: 'F32', length: groups },
    ...(!grid.symmetric && { zeros: bytes(groups) }),
  };
}

const bytes = (length: number): PartLayout => ({ dtype: 'U8', length });

function codebookValues(shape: readonly number[], codebook: CodebookSpec): Parts {
  const groups = groupStarts(shape, codebook).length - 1;
  const dtype = codebook.precision === 'float16' ? 'F16' : 'F32';
  if (codebook.kind !== 'k-means') return { scales: { dtype, length: groups } };
  return { centroids: { dtype, length: groups * levelCount(codebook) } };
}

/**
 * Bytes that a tensor takes in a file, without its entries in the header; of Huffman-coded parts whose bytes are not given
 * the most that they can take.
 *
 * @param shape in files ([out, in] for a linear weight)
 * @param nonZeros of a sparse tensor; all of them when left out
 */
export function encodedBytes(
  shape: readonly number[],
  encoding?: EncodingSpec,
  nonZeros = sizeOf(shape),
  streams?: Streams,
): number {
  if (!isEncoded(encoding)) return 4 * sizeOf(shape);
  const parts = Object.values(partsOf(shape, encoding, encoding.sparse ? nonZeros : sizeOf(shape), streams));
  return parts.reduce((sum, { dtype, length }) => sum + length * BYTES[dtype], 0);
}

/** Bytes of the model.safetensors that `writeModel` makes of a model of this shape, exactly; the most that it can have where
 * the bytes of Huffman-coded parts are not known (`streams`). Of a sparse parameter without `nonZeros` every value is
 * counted. */
export function weightFileBytes({ parameters }: Pick<ModelShape, 'parameters'>): number {
  return safetensorsBytes(parameters.flatMap((parameter) => describe(parameter)));
}

function describe({ name, shape, encoding, nonZeros, streams }: ParameterShape): TensorDescription[] {
  if (!isEncoded(encoding)) return [{ name, dtype: 'F32', shape }];
  const size = sizeOf(shape);
  const parts = partsOf(shape, encoding, encoding.sparse ? (nonZeros ?? size) : size, streams);
  return Object.entries(parts).map(([part, { dtype, length }]) => ({
    name: `${name}.${part}`,
    dtype,
    shape: [length],
  }));
}
