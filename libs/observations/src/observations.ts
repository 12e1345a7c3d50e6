import type { FolderStore, Manifest } from '#artifacts';
import { openIndexFile } from './index-file.js';
import type { JobObservation } from './observation.js';
import { observe } from './observe.js';

/** What the jobs of a store showed: an index beside it, so that planning reads one file in place of thousands. */
export interface Observations {
  /** Notes what a job showed, when it has ended. @throws TlcError DISK_FULL */
  add(manifest: Manifest): Promise<void>;
  /** All, the newest first, those of removed artifacts too. Artifacts that the index lacks (one that is missing, a process
   * that was killed, another machine) are looked at now and noted.
   * @throws TlcError DISK_FULL */
  list(): Promise<readonly JobObservation[]>;
}

type Store = Pick<FolderStore, 'layout' | 'ids' | 'manifest' | 'read' | 'outline'>;

/** Artifacts that are looked at at a time. */
const AT_ONCE = 16;

export function openObservations(store: Store): Observations {
  const index = openIndexFile(store.layout.observations);

  async function completed(): Promise<ReadonlyMap<string, JobObservation>> {
    const known = await index.read();
    const missing = (await store.ids()).filter((id) => !known.has(id));
    if (missing.length === 0) return known;
    const found: JobObservation[] = [];
    const queue = missing.values();
    const work = async () => {
      for (const id of queue) {
        // A damaged one must not hide the others
        const manifest = await store.manifest(id).catch(() => undefined);
        if (manifest) found.push(await observe(store, manifest));
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
    await index.append(found);
    return index.read();
  }

  return {
    add: async (manifest) => index.append([await observe(store, manifest)]),
    list: async () => [...(await completed()).values()].sort((a, b) => b.created.localeCompare(a.created)),
  };
}
