import { bytesOf } from '../clean/removable.js';
import { artifactDigest } from '../digest/artifact-digest.js';
import type { FolderStore, HeldStore } from '../folder/folder-store.js';
import { removeFolder } from '../folder/move-folder.js';
import { readManifest } from '../folder/read-manifest.js';
import { standing } from '../folder/standing.js';
import type { Artifact } from '../manifest.js';
import { recipeId } from '../recipe/recipe-id.js';
import type { Commit } from '../store.js';
import { tagsOf } from '../tags/tags.js';
import { openCache } from './cache.js';
import { localCopies } from './local-copies.js';
import { openManifests } from './manifests.js';
import { removeOrphans } from './orphans.js';
import type { RemoteArtifacts } from './remote.js';
import { removeObjects, send } from './send.js';
import { tagBucket } from './tag-bucket.js';
import { openUnsent } from './unsent.js';
import { type FolderLock, openUses } from './uses.js';

export interface SharedStoreOptions {
  /** Bytes that copies on this machine may take. */
  readonly limit: number;
  readonly lock: FolderLock;
}

/** A store whose artifacts a server keeps; the folder store has copies of what was made or used on this machine, which go
 * when space is wanted. An artifact is at the server, for all to see, when its manifest is: the last thing that is sent.
 * What a killed process had made and not handed over is handed over when it is asked for.
 * @param local the copies, in a folder of their own: they are removed */
export async function openSharedStore(
  local: FolderStore,
  remote: RemoteArtifacts,
  { limit, lock }: SharedStoreOptions,
): Promise<FolderStore> {
  const { layout } = local;
  const { entries, objects } = remote;
  const manifests = openManifests(entries);
  const [uses, unsent] = [await openUses(layout.home, lock), await openUnsent(layout.home)];
  const cache = openCache(layout, { uses, unsent, limit });
  const copies = localCopies(local, { objects, cache });

  /** Does `work` while nobody removes the copy. */
  async function using<T>(id: string, work: () => Promise<T>): Promise<T> {
    const end = await uses.begin(id);
    try {
      return await work();
    } finally {
      await end();
    }
  }

  /** Hands over the copy of an artifact that was made here; where another one was first, that one stands. */
  async function handOver(id: string): Promise<Artifact> {
    const artifact = { id, folder: layout.artifact(id), manifest: await readManifest(layout, id) };
    const stands = await send(artifact, { manifests, objects });
    if (artifactDigest(stands) !== artifactDigest(artifact.manifest)) await removeFolder(layout, id);
    await unsent.remove(id);
    return { ...artifact, manifest: stands };
  }

  /** What an earlier process made here and could not hand over is handed over now. */
  async function recover(id: string): Promise<void> {
    if (!(await unsent.has(id)) || (await manifests.has(id))) return;
    if (await local.has(id)) await using(id, () => handOver(id));
  }

  async function commit(staged: string, made: Commit): Promise<Artifact> {
    const id = recipeId(made.recipe);
    return using(id, async () => {
      // A copy of what was removed at the server would be in the way
      if (!(await unsent.has(id))) await removeFolder(layout, id);
      await unsent.add(id);
      const { manifest } = await local.commit(staged, made);
      await cache.makeRoom(bytesOf(manifest));
      return handOver(id);
    });
  }

  function hold(): HeldStore {
    const ends = new Map<string, Promise<() => Promise<void>>>();
    return {
      open: async (id) => {
        const manifest = await manifests.read(id);
        if (!ends.has(id)) ends.set(id, uses.begin(id));
        await ends.get(id);
        return copies.open(manifest);
      },
      release: async () => {
        for (const end of ends.values()) await (await end)();
        ends.clear();
      },
    };
  }

  async function remove(id: string): Promise<void> {
    const manifest = await manifests.read(id);
    await manifests.remove(id);
    await removeObjects(manifest, objects);
    await removeFolder(layout, id);
  }

  return {
    ...local,
    isAtServer: true,
    tags: tagsOf(tagBucket(entries)),
    hold,
    removeOrphans: (now) => removeOrphans(remote, now),
    open: hold().open,
    has: manifests.has,
    manifest: manifests.read,
    find: manifests.find,
    ids: manifests.ids,
    list: manifests.list,
    standing: async (id) => {
      await recover(id);
      return standing(manifests.read, id);
    },
    outline: async (id) => copies.outline(await manifests.read(id)),
    read: copies.read,
    commit,
    remove,
  };
}
