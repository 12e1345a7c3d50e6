import {
  countOnes,
  partsOf,
  scatter,
  sizeOf,
  unpackCodes,
  type Encoding,
  type EncodingSpec,
  type Grid,
  type Part,
  type PartLayout,
} from '#families';
import { decodeByCodebook } from './codebook/decode.js';
import { middle, valuesOf } from './project.js';
import { readMask } from './read-mask.js';
import { invalidPart, partsTaker, type TakeTensor } from './take-part.js';

/**
 * The values that a file's tensors stand for, to the bit, and their encoding.
 *
 * @param shape in files
 * @param path of the file, for errors
 * @throws TlcError MODEL_MISSING_TENSOR; ENCODING_INVALID where a tensor does not fit the encoding
 */
export function decodeTensor(
  name: string,
  shape: readonly number[],
  spec: EncodingSpec,
  take: TakeTensor,
  path: string,
): { values: Float32Array; encoding: Encoding } {
  const { sparse = false, grid: gridSpec, codebook } = spec;
  const takePart = partsTaker(name, take, path);
  if (codebook) return decodeByCodebook(name, shape, { sparse, codebook }, takePart, path);
  const size = sizeOf(shape);
  const mask = sparse ? readMask(name, size, takePart, path) : undefined;
  const kept = mask ? countOnes(mask) : size;
  const layout = partsOf(shape, spec, kept);
  const read = (part: Part) => takePart(part, layout[part] as PartLayout);
  const restore = <T extends Float32Array | Uint8Array>(stored: T, all: () => T): T =>
    mask ? scatter(stored, mask, all()) : stored;
  if (!gridSpec) {
    const stored = read('values') as Float32Array;
    return { values: restore(stored, () => new Float32Array(size)), encoding: { sparse: true } };
  }
  const { bits, granularity, groupSize } = gridSpec;
  const grid: Grid = {
    bits,
    granularity,
    ...(groupSize !== undefined && { groupSize }),
    scales: read('scales') as Float32Array,
    ...(layout.zeros && { zeros: read('zeros') as Uint8Array }),
  };
  const last = 2 ** bits - 1;
  const wrong = grid.zeros?.find((zero) => zero > last);
  if (wrong !== undefined) invalidPart(path, `${name}.zeros`, `has ${wrong}, expected at most ${last}`);
  const stored = unpackCodes(read('codes') as Uint8Array, bits, kept);
  const all = valuesOf(
    restore(stored, () => new Uint8Array(size).fill(middle(bits))),
    shape,
    grid,
  );
  if (mask) clearUnmarked(all, mask);
  return { values: all, encoding: { ...(mask && { sparse: true }), grid } };
}

/** Makes zeros of the values whose bit is 0. */
function clearUnmarked(values: Float32Array, mask: Uint8Array): void {
  for (let i = 0; i < values.length; i++) if (!(mask[i >> 3] & (1 << (i & 7)))) values[i] = 0;
}
