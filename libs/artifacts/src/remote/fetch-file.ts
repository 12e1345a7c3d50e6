import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TlcError } from '#contracts';
import { changed } from '../folder/read-manifest.js';
import type { Manifest } from '../manifest.js';
import { objectName, type RemoteObjects } from './remote.js';

/** Fetches one file of an artifact, which is compared with the manifest as it arrives.
 * @param folder it lies there afterwards, by its path in the artifact
 * @throws TlcError OBJECT_MISSING, OBJECT_CORRUPT, ARTIFACT_CORRUPT for a path that leads out; the system's */
export async function fetchFile(
  objects: RemoteObjects,
  manifest: Manifest,
  file: string,
  folder: string,
): Promise<void> {
  const { name, target } = await placeOf(manifest, file, folder);
  const [hash, expected] = [createHash('sha256'), manifest.files[file]];
  const handle = await open(target, 'wx');
  let bytes = 0;
  try {
    for await (const piece of objects.get(name)) {
      hash.update(piece);
      bytes += piece.length;
      await handle.write(piece);
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (bytes !== expected.bytes || hash.digest('hex') !== expected.sha256) throw corrupt(manifest.id, file);
}

/** Fetches the beginning of a file, which then has its whole size, the rest being zeros that take no space. */
export async function fetchBeginning(
  objects: RemoteObjects,
  manifest: Manifest,
  file: string,
  folder: string,
  most: number,
): Promise<void> {
  const { name, target } = await placeOf(manifest, file, folder);
  const handle = await open(target, 'wx');
  try {
    for await (const piece of objects.get(name, most)) await handle.write(piece);
    await handle.truncate(manifest.files[file].bytes);
  } finally {
    await handle.close();
  }
}

async function placeOf(manifest: Manifest, file: string, folder: string) {
  if (file.split('/').includes('..') || file.startsWith('/')) throw changed(manifest.id, file, 'lies outside of it');
  const target = join(folder, file);
  await mkdir(dirname(target), { recursive: true });
  return { name: objectName(manifest.id, manifest.files[file]), target };
}

export const corrupt = (id: string, file: string): TlcError =>
  new TlcError('OBJECT_CORRUPT', `artifact ${id}: ${file} came from the object store with another content`, {
    details: { id, file },
  });
