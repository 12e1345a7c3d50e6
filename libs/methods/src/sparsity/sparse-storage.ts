import { type EncodingSpec, encodedBytes } from '#families';

/** Whether a parameter takes fewer bytes when only what is not zero is stored, and where it is. */
export function isSmallerSparse(
  { shape, grid, codebook }: { readonly shape: readonly number[] } & Pick<EncodingSpec, 'grid' | 'codebook'>,
  nonZeros: number,
): boolean {
  return encodedBytes(shape, { sparse: true, grid, codebook }, nonZeros) < encodedBytes(shape, { grid, codebook });
}
