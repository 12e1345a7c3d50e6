import { TlcError } from '#contracts';
import { fileBytes, type Refuse } from '../file/bytes.js';
import { filePositions, type ReadAt } from '../file/positions.js';
import { NUMBER_FORMATS, type DType, type TensorData } from './dtypes.js';
import { parseHeader, type Header, type HeaderEntry } from './header.js';

/** Longest header that is read, in bytes; the reference implementation has the same bound. */
const LONGEST_HEADER = 100_000_000;

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

/** A safetensors file whose tensors are read when they are asked for. */
export interface SafetensorsFile {
  readonly path: string;
  readonly header: Header;
  /** One of the entries of `header`. */
  read(entry: HeaderEntry): Promise<StoredTensor>;
  /** Parts of an entry, by their places among its bytes. @throws TlcError SAFETENSORS_INVALID where the file is another by then */
  parts(entry: HeaderEntry): Promise<ReadAt>;
}

/**
 * Opens a safetensors file: https://github.com/huggingface/safetensors. Every claim of the header is checked against
 * the size of the file before memory is taken for it.
 *
 * @throws TlcError FILE_MISSING; SAFETENSORS_INVALID with the file and what is wrong with it; WEIGHTS_TYPE_UNSUPPORTED
 */
export async function openSafetensors(path: string): Promise<SafetensorsFile> {
  const refuse = refusal(path);
  const file = await fileBytes(path, refuse);
  if (file.size < 8) refuse(`it has ${file.size} bytes, a safetensors file at least 8`);
  const length = new DataView(await file.read(0, 8)).getBigUint64(0, true);
  if (length > BigInt(file.size - 8)) refuse(`its header claims ${length} bytes, but the file has only ${file.size}`);
  if (length > LONGEST_HEADER) refuse(`its header claims ${length} bytes, at most ${LONGEST_HEADER} are read`);
  const dataStart = 8 + Number(length);
  const json = new Uint8Array(await file.read(8, Number(length)));
  const header = parseHeader(json, file.size - dataStart, refuse, path);
  return {
    path,
    header,
    read: async ({ dtype, shape, begin, end }) => {
      const data = NUMBER_FORMATS[dtype].decode(await file.read(dataStart + begin, end - begin));
      return { dtype, shape, data };
    },
    parts: async ({ begin }) => {
      const readAt = await filePositions(path, refuse);
      return (position, length) => readAt(dataStart + begin + position, length);
    },
  };
}

/**
 * Reads a safetensors file whole.
 *
 * @throws TlcError as `openSafetensors`
 */
export async function readSafetensors(path: string): Promise<SafetensorsContent> {
  const file = await openSafetensors(path);
  const tensors = new Map<string, StoredTensor>();
  for (const entry of file.header.entries) tensors.set(entry.name, await file.read(entry));
  return { tensors, metadata: file.header.metadata };
}

/**
 * Names, types and shapes of a file's tensors, without their data.
 *
 * @throws TlcError as `openSafetensors`
 */
export async function readSafetensorsHeader(path: string): Promise<Header> {
  return (await openSafetensors(path)).header;
}

function refusal(path: string): Refuse {
  return (problem) => {
    throw new TlcError('SAFETENSORS_INVALID', `${path}: ${problem}.`, { details: { path } });
  };
}
