import { content, quoted, TlcError } from '#contracts';
import { fileBytes, type Refuse } from '../file/bytes.js';
import { readPickle } from '../pickle/machine.js';
import { describeValue, isKind } from '../pickle/values.js';
import { NUMBER_FORMATS, type DType } from '../safetensors/dtypes.js';
import type { StoredTensor } from '../safetensors/read.js';
import { openTorchArchive, type TorchArchive } from './archive.js';
import { torchNames } from './names.js';
import { TorchTensor } from './tensor.js';
import { inRowMajorOrder } from './values.js';

/** Longest pickle that is read. It describes tensors only: some 400 bytes each. */
const LONGEST_PICKLE = 2 ** 25;

/** How a file begins that PyTorch wrote before version 1.6: a pickle of its magic number. */
const OLD_START = Buffer.from('8a0a6cfc9c46f9206aa85019', 'hex');

/** A tensor of a file, without its values. */
export interface TorchEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
}

/** A PyTorch file whose tensors are read when they are asked for. */
export interface TorchFile {
  readonly path: string;
  /** In the order of the file. */
  readonly entries: readonly TorchEntry[];
  /** One of the names of `entries`. Tensors that share values in the file get values of their own. */
  read(name: string): Promise<StoredTensor>;
}

/**
 * Opens a file of weights that `torch.save` wrote (`pytorch_model.bin`): a table of tensors by name, in the zip form of
 * PyTorch 1.6 and later. The pickle in it is read by a machine that runs nothing, and that knows tensors only.
 *
 * @throws TlcError FILE_MISSING; TORCH_FILE_INVALID, TORCH_FILE_OLD, PICKLE_REFUSED, WEIGHTS_TYPE_UNSUPPORTED
 */
export async function openTorchFile(path: string): Promise<TorchFile> {
  const refuse = refusal(path);
  await checkForm(path, refuse);
  const archive = await openTorchArchive(path, refuse);
  const tensors = await readTable(archive, path, refuse);
  for (const { storage } of tensors.values()) {
    const bytes = archive.sizeOf(`data/${storage.key}`);
    if (bytes !== storage.bytes)
      refuse(`its storage ${content(storage.key)} has ${bytes ?? 'no'} bytes, expected ${storage.bytes}`);
  }
  return {
    path,
    entries: [...tensors].map(([name, { dtype, shape }]) => ({ name, dtype, shape })),
    read: (name) => readTensor(archive, tensors.get(name)!),
  };
}

async function checkForm(path: string, refuse: Refuse): Promise<void> {
  const file = await fileBytes(path, refuse);
  const start = Buffer.from(await file.read(0, Math.min(file.size, 16)));
  if (start.subarray(0, 4).toString('latin1') === 'PK\x03\x04') return;
  if (start[0] === 0x80 && start.subarray(2, 2 + OLD_START.length).equals(OLD_START)) {
    const message = `${path} has the form that PyTorch wrote before version 1.6, a pickle that is not in a zip.`;
    throw new TlcError('TORCH_FILE_OLD', message, { details: { path } });
  }
  refuse('it is not a zip as torch.save writes it');
}

async function readTable(archive: TorchArchive, path: string, refuse: Refuse): Promise<Map<string, TorchTensor>> {
  if (archive.pickleBytes > LONGEST_PICKLE) {
    refuse(`its pickle has ${archive.pickleBytes} bytes, at most ${LONGEST_PICKLE} are read`);
  }
  const table = readPickle(new Uint8Array(await archive.pickle()), torchNames(path, refuse), refuse);
  if (!isKind(table, 'dict')) return refuse(`it holds ${describeValue(table)}, expected a table of tensors`);
  const tensors = new Map<string, TorchTensor>();
  for (const [name, value] of table.entries) {
    if (typeof name !== 'string') return refuse(`its table has ${describeValue(name)} as a name`);
    if (!isKind(value, 'object') || !(value.value instanceof TorchTensor)) {
      return refuse(`its ${quoted(name.slice(0, 200))} is ${describeValue(value)}, expected a tensor`);
    }
    tensors.set(name, value.value);
  }
  return tensors;
}

async function readTensor(archive: TorchArchive, tensor: TorchTensor): Promise<StoredTensor> {
  const { storage, dtype, shape, offset, span } = tensor;
  const { bytes: width, decode } = NUMBER_FORMATS[dtype];
  const reached = await archive.read(`data/${storage.key}`, offset * width, (offset + span) * width);
  const data = decode(tensor.isContiguous ? reached : inRowMajorOrder(tensor, reached, width));
  return { dtype, shape, data };
}

function refusal(path: string): Refuse {
  return (problem) => {
    throw new TlcError('TORCH_FILE_INVALID', `${path}: ${problem}.`, { details: { path } });
  };
}
