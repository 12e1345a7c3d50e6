import { content, TlcError } from '#contracts';
import { fromBfloat16, fromFloat16 } from './half-precision.js';

/** What the values of a tensor are in memory. 16-bit floats are widened to float32; a BOOL is a byte of 0 or 1. */
export type TensorData =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array
  | BigInt64Array
  | BigUint64Array;

interface NumberFormat {
  /** Of one value in a file. */
  readonly bytes: number;
  /** The values of bytes in a file: little-endian, at the start of a buffer of their own. */
  readonly decode: (bytes: ArrayBuffer) => TensorData;
}

const view = (array: new (bytes: ArrayBuffer) => TensorData, bytes: number): NumberFormat => ({
  bytes,
  decode: (source) => new array(source),
});

/** The number formats of safetensors that TLC reads; it writes all but BF16. */
export const NUMBER_FORMATS = {
  F64: view(Float64Array, 8),
  F32: view(Float32Array, 4),
  F16: { bytes: 2, decode: (bytes) => fromFloat16(new Uint16Array(bytes)) },
  BF16: { bytes: 2, decode: (bytes) => fromBfloat16(new Uint16Array(bytes)) },
  I64: view(BigInt64Array, 8),
  U64: view(BigUint64Array, 8),
  I32: view(Int32Array, 4),
  U32: view(Uint32Array, 4),
  I16: view(Int16Array, 2),
  U16: view(Uint16Array, 2),
  I8: view(Int8Array, 1),
  U8: view(Uint8Array, 1),
  BOOL: view(Uint8Array, 1),
} as const satisfies Record<string, NumberFormat>;

/** A number format by its name in a header. */
export type DType = keyof typeof NUMBER_FORMATS;

/** A number format in which values are written as they are in memory; of F16 the bits (`toFloat16`). */
export type WritableDType = Exclude<DType, 'BF16'>;

/** Number formats that others write and TLC does not compute with, by safetensors' names or like them. */
const UNSUPPORTED = /^(F8_\w+|F6_\w+|F4|C\d+|Q\w+)$/;

/** Refuses a number format that is one, though TLC lacks it; another name is no number format at all.
 *
 * @throws TlcError WEIGHTS_TYPE_UNSUPPORTED */
export function checkSupported(name: string, dtype: string, path: string): void {
  if (!UNSUPPORTED.test(dtype)) return;
  const message = `${path}: tensor ${content(name)} is in ${content(dtype)}, a number format that TLC lacks.`;
  throw new TlcError('WEIGHTS_TYPE_UNSUPPORTED', message, { details: { path, tensor: name, dtype } });
}
