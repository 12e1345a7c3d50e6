import { packedBytes } from '#families';
import { invalidPart, type TakePart } from './take-part.js';

/** The mask of a sparse tensor of `size` values: a bit for each.
 * @throws TlcError ENCODING_INVALID for a bit after the last value, and what `take` throws */
export function readMask(name: string, size: number, take: TakePart, path: string): Uint8Array {
  const mask = take('mask', { dtype: 'U8', length: packedBytes(size, 1) }) as Uint8Array;
  if (size % 8 > 0 && mask[mask.length - 1] >> (size % 8) > 0) {
    invalidPart(path, `${name}.mask`, `has a bit for a value after the last of ${size}`);
  }
  return mask;
}
