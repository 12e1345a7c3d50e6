import { open } from 'node:fs/promises';
import { TlcError } from '#contracts';
import type { TensorData } from './dtypes.js';
import { byteSize } from './header.js';
import { safetensorsLayout, type TensorDescription } from './layout.js';

/** A tensor to be written. */
export interface WritableTensor extends TensorDescription {
  /** In row-major order, of the type that `dtype` is in memory. */
  readonly data: TensorData;
}

/** A tensor to be written whose data is asked for when its turn comes: not all of them are in memory at once. */
export interface DeferredTensor extends TensorDescription {
  readonly data: () => TensorData;
}

/** A tensor to be written whose data comes a part at a time. */
export interface StreamedTensor extends TensorDescription {
  readonly parts: () => Iterable<TensorData>;
}

/**
 * Writes a safetensors file. Equal tensors give equal bytes, in whatever order they come. The file is written in place:
 * who needs it whole or not at all writes into a staged folder.
 *
 * @param metadata texts for the header, besides `format: pt`
 * @throws TlcError SAFETENSORS_INVALID where two tensors have one name, or data does not fit its shape; DISK_FULL
 */
export async function writeSafetensors(
  path: string,
  tensors: readonly (WritableTensor | DeferredTensor | StreamedTensor)[],
  metadata: Readonly<Record<string, string>> = {},
): Promise<void> {
  const names = new Set<string>(['__metadata__']);
  for (const { name, ...tensor } of tensors) {
    if (names.has(name)) refuse(path, `the name ${name} cannot be given twice`);
    names.add(name);
    if ('data' in tensor && typeof tensor.data !== 'function') checkBytes(path, { name, ...tensor }, tensor.data);
  }
  const layout = safetensorsLayout(tensors, metadata);
  try {
    const file = await open(path, 'w');
    try {
      await file.writeFile(layout.head);
      for (const tensor of layout.tensors) {
        let byteLength = 0;
        for (const data of partsOf(tensor)) {
          byteLength += data.byteLength;
          await file.writeFile(new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
        }
        checkBytes(path, tensor, { byteLength });
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

function partsOf(tensor: WritableTensor | DeferredTensor | StreamedTensor): Iterable<TensorData> {
  if ('parts' in tensor) return tensor.parts();
  return [typeof tensor.data === 'function' ? tensor.data() : tensor.data];
}

function checkBytes(
  path: string,
  { name, dtype, shape }: TensorDescription,
  { byteLength }: Pick<TensorData, 'byteLength'>,
): void {
  const expected = byteSize(dtype, shape);
  if (byteLength === expected) return;
  refuse(path, `tensor ${name} has ${byteLength} bytes, its shape [${shape.join(', ')}] asks for ${expected}`);
}

function refuse(path: string, problem: string): never {
  throw new TlcError('SAFETENSORS_INVALID', `${path}: ${problem}.`, { details: { path } });
}
