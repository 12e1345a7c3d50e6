import { type EncodingSpec, encodedBytes } from '#families';

/** Whether a parameter takes fewer bytes when only what is not zero is stored: a bit for every value says which. */
export function isSmallerSparse(
  { shape, grid }: { readonly shape: readonly number[]; readonly grid?: EncodingSpec['grid'] },
  nonZeros: number,
): boolean {
  return encodedBytes(shape, { sparse: true, grid }, nonZeros) < encodedBytes(shape, { grid });
}
