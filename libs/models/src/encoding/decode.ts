import type { StoredTensor, TensorData } from '#artifacts';
import { TlcError } from '#contracts';
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
import { middle, valuesOf } from './project.js';

/** Gives a tensor of a file by its name. */
export type TakeTensor = (name: string) => StoredTensor | undefined;

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
  const size = sizeOf(shape);
  const read = (part: Part, layout: PartLayout) => takePart(`${name}.${part}`, layout, take, path);
  const maskLayout = partsOf(shape, spec, 0).mask;
  const mask = maskLayout && (read('mask', maskLayout) as Uint8Array);
  const kept = mask ? countOnes(mask) : size;
  if (mask && size % 8 > 0 && mask[mask.length - 1] >> (size % 8) > 0) {
    invalid(path, `${name}.mask`, `has a bit for a value after the last of ${size}`);
  }
  const { values, codes, scales, zeros } = partsOf(shape, spec, kept);
  const restore = <T extends Float32Array | Uint8Array>(stored: T, all: () => T): T =>
    mask ? scatter(stored, mask, all()) : stored;
  if (!spec.grid) {
    const stored = read('values', values!) as Float32Array;
    return { values: restore(stored, () => new Float32Array(size)), encoding: { sparse: true } };
  }
  const { bits, granularity, groupSize } = spec.grid;
  const grid: Grid = {
    bits,
    granularity,
    ...(groupSize !== undefined && { groupSize }),
    scales: read('scales', scales!) as Float32Array,
    ...(zeros && { zeros: read('zeros', zeros) as Uint8Array }),
  };
  const last = 2 ** bits - 1;
  const wrong = grid.zeros?.find((zero) => zero > last);
  if (wrong !== undefined) invalid(path, `${name}.zeros`, `has ${wrong}, expected at most ${last}`);
  const stored = unpackCodes(read('codes', codes!) as Uint8Array, bits, kept);
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

function takePart(name: string, { dtype, length }: PartLayout, take: TakeTensor, path: string): TensorData {
  const tensor = take(name);
  if (!tensor) {
    throw new TlcError('MODEL_MISSING_TENSOR', `${path} lacks the tensor ${name}.`, {
      details: { path, tensor: name },
    });
  }
  if (tensor.dtype === dtype && tensor.shape.length === 1 && tensor.shape[0] === length) return tensor.data;
  return invalid(path, name, `is ${tensor.dtype} [${tensor.shape.join(', ')}], expected ${dtype} [${length}]`);
}

function invalid(path: string, name: string, problem: string): never {
  throw new TlcError('ENCODING_INVALID', `${path}: tensor ${name} ${problem}.`, { details: { path, tensor: name } });
}
