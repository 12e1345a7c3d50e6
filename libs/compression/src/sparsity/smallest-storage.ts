import type { Tensor } from '#engine';
import { isSmallerSparse } from '#methods';
import { type Parameter, countNonZeros, encodeParameter, specOf } from '#models';

/** The same parameter, stored sparse only where that takes fewer bytes than all of its values or codes. */
export function smallestStorage(parameter: Parameter): Parameter {
  const { name, role, value, encoding } = parameter;
  if (!encoding?.sparse) return parameter;
  const { grid, codebook } = specOf(encoding);
  // A codebook need not have a zero
  if (codebook || isSmallerSparse({ shape: value.shape, grid }, countNonZeros(parameter))) return parameter;
  return { name, role, value, ...(encoding.grid && { encoding: { grid: encoding.grid } }) };
}

/** The parameter with other values, whose zeros stay zero; on its grid or in its codebook where it has one. `value` is freed. */
export function withZeros(parameter: Parameter, value: Tensor): Parameter {
  try {
    return encodeParameter({ ...parameter, value }, { ...parameter.encoding, sparse: true });
  } finally {
    value.dispose();
  }
}
