import { join } from 'node:path';
import { artifactDigest } from '../digest/artifact-digest.js';
import type { Artifact, Manifest } from '../manifest.js';
import type { Manifests } from './manifests.js';
import { objectName, type RemoteObjects } from './remote.js';

/** Hands an artifact over to the server: its files, those that are there already excepted, then its manifest, with which
 * it is there for others. Of two that were made at once the first one stands.
 * @returns the manifest that stands
 * @throws TlcError OBJECT_STORE_FULL */
export async function send(
  { folder, manifest }: Artifact,
  { manifests, objects }: { readonly manifests: Manifests; readonly objects: RemoteObjects },
): Promise<Manifest> {
  for (const [path, file] of Object.entries(manifest.files)) {
    const name = objectName(manifest.id, file);
    if ((await objects.size(name)) !== file.bytes) await objects.put(name, join(folder, path));
  }
  if (await manifests.add(manifest)) return manifest;
  const first = await manifests.read(manifest.id);
  if (artifactDigest(first) !== artifactDigest(manifest)) await removeObjects(manifest, objects, first);
  return first;
}

/** Removes the files of an artifact.
 * @param except those that this one has, too */
export async function removeObjects(manifest: Manifest, objects: RemoteObjects, except?: Manifest): Promise<void> {
  const kept = new Set(Object.values(except?.files ?? {}).map(({ sha256 }) => sha256));
  for (const file of Object.values(manifest.files))
    if (!kept.has(file.sha256)) await objects.remove(objectName(manifest.id, file));
}
