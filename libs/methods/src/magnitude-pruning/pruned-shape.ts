import { type ParameterShape, sizeOf } from '#families';
import { isSmallerSparse } from '../sparse-storage.js';

/** How many of `size` weights become zero. */
export const zerosOf = (size: number, sparsity: number): number => Math.round(size * sparsity);

/** A parameter of which a share of the weights becomes zero, those that are zero already among them. It is sparse where that
 * takes fewer bytes, and with a codebook, which need not have a zero. */
export function prunedShape(parameter: ParameterShape, sparsity: number): ParameterShape {
  const { encoding, nonZeros: already, streams: _, ...dense } = parameter;
  const size = sizeOf(parameter.shape);
  const nonZeros = Math.min(already ?? size, size - zerosOf(size, sparsity));
  const { sparse: __, ...codes } = encoding ?? {};
  if (codes.codebook || isSmallerSparse({ ...dense, ...codes }, nonZeros)) {
    return { ...dense, encoding: { sparse: true, ...codes }, nonZeros };
  }
  return { ...dense, ...(Object.keys(codes).length > 0 && { encoding: codes }) };
}
