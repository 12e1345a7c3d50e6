import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../manifest.js';
import { changed } from './read-manifest.js';

/** The content of one file of an artifact, compared with the manifest: a report reads a few kilobytes beside weights of
 * many megabytes.
 * @throws TlcError ARTIFACT_CORRUPT */
export async function readArtifactFile(folder: string, manifest: Manifest, file: string): Promise<Buffer> {
  const content = await readFile(join(folder, file)).catch(() => undefined);
  if (content && isContent(content, manifest, file)) return content;
  throw changed(manifest.id, file);
}

/** Whether bytes are those of a file, as the manifest says. */
export const isContent = (bytes: Buffer, manifest: Manifest, file: string): boolean =>
  createHash('sha256').update(bytes).digest('hex') === manifest.files[file]?.sha256;
