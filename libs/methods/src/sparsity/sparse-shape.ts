import { type ParameterShape, sizeOf } from '#families';
import { isSmallerSparse } from './sparse-storage.js';

/** From which sparsity on a sparse file is smaller: what plans of such methods say as their limits. */
export const SPARSE_LIMITS = `a bit for each weight says whether it is zero, so that float32 weights need a sparsity above ${1 / 32}, and 4-bit ones above ${1 / 4}`;

/** How many of `size` weights become zero. */
export const zerosOf = (size: number, sparsity: number): number => Math.round(size * sparsity);

/** The shape of a parameter of whose values so many are zero, those that were there counted; stored sparse where that takes
 * fewer bytes. */
export function sparseShape(parameter: ParameterShape, zeros: number): ParameterShape {
  const { encoding, nonZeros: already, streams: _, ...dense } = parameter;
  const size = sizeOf(parameter.shape);
  const nonZeros = Math.min(already ?? size, size - zeros);
  const { sparse: __, ...codes } = encoding ?? {};
  // A codebook need not have a zero
  if (codes.codebook || isSmallerSparse({ ...dense, ...codes }, nonZeros)) {
    return { ...dense, encoding: { sparse: true, ...codes }, nonZeros };
  }
  return { ...dense, ...(Object.keys(codes).length > 0 && { encoding: codes }) };
}
