import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FolderStore, Manifest } from '#artifacts';
import { TlcError } from '#contracts';

/** The JSON of one file of an artifact, undefined where the artifact has no such file. That file alone is compared with
 * the manifest: a report reads a few kilobytes beside weights of many megabytes.
 * @throws TlcError ARTIFACT_CORRUPT */
export async function readArtifactJson<T>(
  store: FolderStore,
  manifest: Manifest,
  file: string,
): Promise<T | undefined> {
  const expected = manifest.files[file];
  if (!expected) return undefined;
  const content = await readFile(join(store.layout.artifact(manifest.id), file)).catch(() => undefined);
  if (content && createHash('sha256').update(content).digest('hex') === expected.sha256) {
    return JSON.parse(content.toString('utf8')) as T;
  }
  throw new TlcError('ARTIFACT_CORRUPT', `artifact ${manifest.id}: ${file} is not what was stored`, {
    details: { id: manifest.id, file },
  });
}
