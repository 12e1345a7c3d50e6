import type { RemoteArtifacts } from './remote.js';
import { objectName } from './remote.js';
import { openManifests } from './manifests.js';

/** What was sent this long ago and belongs to no artifact is of a service that ended before it was done. */
const ORPHAN_MS = 24 * 3600 * 1000;

/** Removes files at the server that no manifest names, and pieces of files that never became whole.
 * @returns how many */
export async function removeOrphans({ entries, objects }: RemoteArtifacts, now = Date.now()): Promise<number> {
  const before = now - ORPHAN_MS;
  const old = (await objects.list()).filter(({ written }) => written < before);
  // Read after the files were listed: what is handed over meanwhile has its manifest here
  const manifests = await openManifests(entries).list();
  const named = new Set(manifests.flatMap(({ id, files }) => Object.values(files).map((file) => objectName(id, file))));
  const orphans = old.filter(({ name }) => !named.has(name));
  for (const { name } of orphans) await objects.remove(name);
  return orphans.length + (await objects.removeStray(before));
}
