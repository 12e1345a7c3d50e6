import type { CodebookSpec, ParameterShape } from '#families';
import { isSmallerSparse } from '../sparsity/sparse-storage.js';

/** A parameter whose weights share the values of a codebook. It stays sparse where that takes fewer bytes than a code for
 * every zero, too. */
export function sharedShape(parameter: ParameterShape, codebook: CodebookSpec): ParameterShape {
  const { encoding, nonZeros, streams: _, ...dense } = parameter;
  const sparse = encoding?.sparse && nonZeros !== undefined && isSmallerSparse({ ...dense, codebook }, nonZeros);
  return { ...dense, encoding: { ...(sparse && { sparse }), codebook }, ...(sparse && { nonZeros }) };
}
