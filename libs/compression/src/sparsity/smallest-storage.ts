import { isSmallerSparse } from '#methods';
import { type Parameter, countNonZeros, specOf } from '#models';

/** The same parameter, stored sparse only where that takes fewer bytes than all of its values or codes. */
export function smallestStorage(parameter: Parameter): Parameter {
  const { name, role, value, encoding } = parameter;
  if (!encoding?.sparse) return parameter;
  const { grid, codebook } = specOf(encoding);
  // A codebook need not have a zero
  if (codebook || isSmallerSparse({ shape: value.shape, grid }, countNonZeros(parameter))) return parameter;
  return { name, role, value, ...(encoding.grid && { encoding: { grid: encoding.grid } }) };
}
