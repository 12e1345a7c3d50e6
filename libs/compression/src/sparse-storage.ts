import { type EncodingSpec, type Parameter, encodedBytes } from '#models';

/** Whether a parameter takes fewer bytes when only what is not zero is stored: a bit for every value says which. */
export function isSmallerSparse(
  { shape, grid }: { readonly shape: readonly number[]; readonly grid?: EncodingSpec['grid'] },
  nonZeros: number,
): boolean {
  return encodedBytes(shape, { sparse: true, grid }, nonZeros) < encodedBytes(shape, { grid });
}

/** Values of a parameter that are not zero. */
export function countNonZeros({ value }: Pick<Parameter, 'value'>): number {
  let count = 0;
  for (const each of value.dataSync()) if (each !== 0) count++;
  return count;
}
