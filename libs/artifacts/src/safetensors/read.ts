import { open, type FileHandle } from 'node:fs/promises';
import { TlcError } from '#contracts';
import { NUMBER_FORMATS, type DType, type TensorData } from './dtypes.js';
import { parseHeader, type Header } from './header.js';

/** Longest header that is read, in bytes; the reference implementation has the same bound. */
const LONGEST_HEADER = 100_000_000;

/** Most bytes asked of the system at once: it returns at most 2 GiB. */
const READ_BYTES = 2 ** 30;

/** A tensor of a file. */
export interface StoredTensor {
  /** As in the file; F16 and BF16 have float32 `data`. */
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** In row-major order; its own memory. */
  readonly data: TensorData;
}

/** What a safetensors file holds, tensors in the order of the file. */
export interface SafetensorsContent {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file: https://github.com/huggingface/safetensors. Every claim of the header is checked against
 * the size of the file before memory is taken for it.
 *
 * @throws TlcError FILE_MISSING; SAFETENSORS_INVALID with the file and what is wrong with it
 */
export async function readSafetensors(path: string): Promise<SafetensorsContent> {
  return withHeader(path, async (file, dataStart, header) => {
    const tensors = new Map<string, StoredTensor>();
    for (const { name, dtype, shape, begin, end } of header.entries) {
      const bytes = await readBytes(file, path, dataStart + begin, end - begin);
      tensors.set(name, { dtype, shape, data: NUMBER_FORMATS[dtype].decode(bytes) });
    }
    return { tensors, metadata: header.metadata };
  });
}

/**
 * Names, types and shapes of a file's tensors, without their data.
 *
 * @throws TlcError as `readSafetensors`
 */
export async function readSafetensorsHeader(path: string): Promise<Header> {
  return withHeader(path, async (_file, _dataStart, header) => header);
}

async function withHeader<T>(
  path: string,
  use: (file: FileHandle, dataStart: number, header: Header) => Promise<T>,
): Promise<T> {
  const file = await open(path).catch((error: unknown) => {
    throw TlcError.from(error, 'FILE_MISSING');
  });
  try {
    const { size } = await file.stat();
    const refuse = refusal(path);
    if (size < 8) refuse(`it has ${size} bytes, a safetensors file at least 8`);
    const length = new DataView(await readBytes(file, path, 0, 8)).getBigUint64(0, true);
    if (length > BigInt(size - 8)) refuse(`its header claims ${length} bytes, but the file has only ${size}`);
    if (length > LONGEST_HEADER) refuse(`its header claims ${length} bytes, at most ${LONGEST_HEADER} are read`);
    const dataStart = 8 + Number(length);
    const json = new Uint8Array(await readBytes(file, path, 8, Number(length)));
    return await use(file, dataStart, parseHeader(json, size - dataStart, refuse));
  } finally {
    await file.close();
  }
}

function refusal(path: string): (problem: string) => never {
  return (problem) => {
    throw new TlcError('SAFETENSORS_INVALID', `${path}: ${problem}.`, { details: { path } });
  };
}

/** Bytes of a file in a buffer of their own, so that any typed array fits on it. */
async function readBytes(file: FileHandle, path: string, position: number, length: number): Promise<ArrayBuffer> {
  const bytes = new ArrayBuffer(length);
  let done = 0;
  while (done < length) {
    const part = new Uint8Array(bytes, done, Math.min(READ_BYTES, length - done));
    const { bytesRead } = await file.read(part, 0, part.length, position + done);
    if (bytesRead === 0) refusal(path)(`it ends at byte ${position + done}; it was cut while it was read`);
    done += bytesRead;
  }
  return bytes;
}
