import { type EncodingSpec, type Parameter, type Role, encodedBytes, fileShape } from '#models';

/** Whether a parameter takes fewer bytes when only what is not zero is stored: a bit for every value says which.
 * @param shape in memory */
export function isSmallerSparse(
  {
    role,
    shape,
    grid,
  }: { readonly role: Role; readonly shape: readonly number[]; readonly grid?: EncodingSpec['grid'] },
  nonZeros: number,
): boolean {
  const stored = fileShape(role, shape);
  return encodedBytes(stored, { sparse: true, grid }, nonZeros) < encodedBytes(stored, { grid });
}

/** Values of a parameter that are not zero. */
export function countNonZeros({ value }: Pick<Parameter, 'value'>): number {
  let count = 0;
  for (const each of value.dataSync()) if (each !== 0) count++;
  return count;
}
