import { safetensorsBytes, type TensorDescription, type WritableDType } from '#artifacts';
import type { ModelShape, ParameterShape } from '../shape.js';
import { packedBytes } from './bits.js';
import type { EncodingSpec } from './encoding.js';
import { groupStarts, sizeOf } from './groups.js';

/** Whether an encoding is another than dense float32. */
export const isEncoded = (encoding?: EncodingSpec): encoding is EncodingSpec =>
  encoding !== undefined && (encoding.sparse === true || encoding.grid !== undefined);

/** Parts of an encoded tensor in a file: the tensor `NAME.part` of each. */
export type Part = 'mask' | 'values' | 'codes' | 'scales' | 'zeros';

/** Number format and length of a part. */
export interface PartLayout {
  readonly dtype: Extract<WritableDType, 'F32' | 'U8'>;
  readonly length: number;
}

/**
 * The parts that stand for a tensor in a file: a mask, with a bit for each value that says whether it is not zero
 * (sparse); packed codes, scales and zero points (grid), or values. Of a sparse tensor only what is not zero has a code
 * or a value.
 *
 * @param shape in files
 * @param kept how many values have a code or a value
 */
export function partsOf(
  shape: readonly number[],
  { sparse, grid }: EncodingSpec,
  kept: number,
): Partial<Record<Part, PartLayout>> {
  const mask = sparse && { mask: { dtype: 'U8', length: packedBytes(sizeOf(shape), 1) } as const };
  if (!grid) return { ...mask, values: { dtype: 'F32', length: kept } };
  const groups = groupStarts(shape, grid).length - 1;
  return {
    ...mask,
    codes: { dtype: 'U8', length: packedBytes(kept, grid.bits) },
    scales: { dtype: 'F32', length: groups },
    ...(!grid.symmetric && { zeros: { dtype: 'U8', length: groups } }),
  };
}

/**
 * Bytes that a tensor takes in a file, without its entries in the header.
 *
 * @param shape in files ([out, in] for a linear weight)
 * @param nonZeros of a sparse tensor; all of them when left out
 */
export function encodedBytes(shape: readonly number[], encoding?: EncodingSpec, nonZeros = sizeOf(shape)): number {
  if (!isEncoded(encoding)) return 4 * sizeOf(shape);
  const parts = Object.values(partsOf(shape, encoding, encoding.sparse ? nonZeros : sizeOf(shape)));
  return parts.reduce((sum, { dtype, length }) => sum + length * (dtype === 'F32' ? 4 : 1), 0);
}

/** Bytes of the model.safetensors that `writeModel` makes of a model of this shape, exactly. Of a sparse parameter
 * without `nonZeros` every value is counted. */
export function weightFileBytes({ parameters }: Pick<ModelShape, 'parameters'>): number {
  return safetensorsBytes(parameters.flatMap((parameter) => describe(parameter)));
}

function describe({ name, shape, encoding, nonZeros }: ParameterShape): TensorDescription[] {
  if (!isEncoded(encoding)) return [{ name, dtype: 'F32', shape }];
  const size = sizeOf(shape);
  const parts = partsOf(shape, encoding, encoding.sparse ? (nonZeros ?? size) : size);
  return Object.entries(parts).map(([part, { dtype, length }]) => ({
    name: `${name}.${part}`,
    dtype,
    shape: [length],
  }));
}
