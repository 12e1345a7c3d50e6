import { join } from 'node:path';
import { type FileDigest, hashFile } from '../digest/hash-file.js';
import type { Manifest } from '../manifest.js';
import { changed } from './read-manifest.js';

/** Compares every file with its size and digest in the manifest.
 * @param known digests of files that have not changed since they were read, by path
 * @throws TlcError ARTIFACT_CORRUPT, naming the first file that differs */
export async function verify(folder: string, manifest: Manifest, known: Map<string, FileDigest>): Promise<void> {
  for (const [path, expected] of Object.entries(manifest.files)) {
    if (path.split('/').includes('..') || path.startsWith('/')) throw changed(manifest.id, path, 'lies outside of it');
    const found = await hashFile(join(folder, path), known).catch((error: Error) => {
      throw changed(manifest.id, path, `cannot be read (${error.message})`);
    });
    if (found.bytes !== expected.bytes) {
      throw changed(manifest.id, path, `has ${found.bytes} bytes instead of ${expected.bytes}`);
    }
    if (found.sha256 !== expected.sha256) throw changed(manifest.id, path, 'has another content than was stored');
  }
}
