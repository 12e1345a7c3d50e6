import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { writeSafetensors } from '#artifacts';
import type { Tensor } from '#engine';
import { bytesOf } from './identity.js';
import { arrayCollector } from './array-collector.js';

/** The newest checkpoint of a folder and the one before it. */
export const CHECKPOINTS = ['checkpoint.safetensors', 'checkpoint.previous.safetensors'] as const;

/** A digest of tensors by name, to tell a file that was changed. */
export function digestOf(tensors: readonly { readonly name: string; readonly data: () => ArrayBufferView }[]): string {
  const hash = createHash('sha256');
  for (const { name, data } of tensors.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(name).update(bytesOf(data()));
  }
  return hash.digest('hex');
}

/** Writes a checkpoint as one safetensors file, on the disk before it gets its name; the one that had the name becomes the
 * previous one. Nothing half-written stays.
 * @param tensors by name; not disposed
 * @param facts JSON that goes into the header
 * @throws TlcError DISK_FULL, FILE_MISSING */
export async function writeCheckpoint(
  folder: string,
  tensors: ReadonlyMap<string, Tensor>,
  facts: Readonly<Record<string, unknown>>,
): Promise<void> {
  const [newest, previous] = CHECKPOINTS.map((name) => join(folder, name));
  const half = join(folder, 'checkpoint.tmp');
  // One after another, for the digest and again for the file: all at once would be three copies of the model
  const read = arrayCollector();
  const content = [...tensors].map(([name, tensor]) => {
    const dtype = tensor.dtype === 'int32' ? ('I32' as const) : ('F32' as const);
    const data = () => {
      const values = tensor.dataSync();
      read(values);
      return values;
    };
    return { name, dtype, shape: tensor.shape, data };
  });
  try {
    await mkdir(folder, { recursive: true });
    await writeSafetensors(half, content, { training: JSON.stringify({ ...facts, digest: digestOf(content) }) });
    await flush(half);
    await rename(newest, previous).catch(ignoreMissing);
    await rename(half, newest);
    await flush(folder);
  } catch (error) {
    await rm(half, { force: true }).catch(() => undefined);
    throw TlcError.from(error, 'FILE_MISSING');
  }
}

async function flush(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error;
}
