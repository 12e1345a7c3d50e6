import type { EncodingSpec, ParameterShape } from '#families';
import { isSmallerSparse } from './sparse-storage.js';

/** A parameter whose weights have codes: on a grid, or in a codebook. It stays sparse where that takes fewer bytes than a code for
 * every zero, too. */
export function codedShape(parameter: ParameterShape, codes: Pick<EncodingSpec, 'grid' | 'codebook'>): ParameterShape {
  const { encoding, nonZeros, streams: _, ...dense } = parameter;
  const sparse = encoding?.sparse && nonZeros !== undefined && isSmallerSparse({ ...dense, ...codes }, nonZeros);
  return { ...dense, encoding: { ...(sparse && { sparse }), ...codes }, ...(sparse && { nonZeros }) };
}
