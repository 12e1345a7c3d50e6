import { TlcError } from '#contracts';
import { checkSupported, NUMBER_FORMATS, type DType } from '../safetensors/dtypes.js';

/** PyTorch's names of number formats, and of the classes of storages in them, by the names that safetensors has. */
const FORMATS = {
  F64: ['DoubleStorage', 'float64'],
  F32: ['FloatStorage', 'float32'],
  F16: ['HalfStorage', 'float16'],
  BF16: ['BFloat16Storage', 'bfloat16'],
  I64: ['LongStorage', 'int64'],
  I32: ['IntStorage', 'int32'],
  I16: ['ShortStorage', 'int16'],
  I8: ['CharStorage', 'int8'],
  U64: ['uint64'],
  U32: ['uint32'],
  U16: ['uint16'],
  U8: ['ByteStorage', 'uint8', 'storage.UntypedStorage'],
  BOOL: ['BoolStorage', 'bool'],
  F8_E4M3: ['float8_e4m3fn'],
  F8_E4M3FNUZ: ['float8_e4m3fnuz'],
  F8_E5M2: ['float8_e5m2'],
  F8_E5M2FNUZ: ['float8_e5m2fnuz'],
  F8_E8M0: ['float8_e8m0fnu'],
  F4: ['float4_e2m1fn_x2'],
  C64: ['ComplexFloatStorage', 'complex64'],
  C128: ['ComplexDoubleStorage', 'complex128'],
  QI8: ['QInt8Storage', 'qint8'],
  QU8: ['QUInt8Storage', 'quint8'],
  QI32: ['QInt32Storage', 'qint32'],
} as const satisfies Record<string, readonly string[]>;

const BY_NAME = new Map(Object.entries(FORMATS).flatMap(([id, names]) => names.map((name) => [`torch.${name}`, id])));

/** Whether a name in a pickle is that of a number format, TLC's or not. */
export const isFormat = (name: string): boolean => BY_NAME.has(name);

/** The number format that a name in a pickle stands for.
 *
 * @param owner what has it, for messages
 * @throws TlcError WEIGHTS_TYPE_UNSUPPORTED for one that TLC lacks */
export function formatNamed(name: string, owner: string, path: string): DType {
  const format = BY_NAME.get(name)!;
  checkSupported(owner, format, path);
  if (Object.hasOwn(NUMBER_FORMATS, format)) return format as DType;
  throw new TlcError('TORCH_FILE_INVALID', `${path}: ${owner} is in ${name}.`, { details: { path } });
}
