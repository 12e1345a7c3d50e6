import { join } from 'node:path';
import { bytesOf } from '../clean/removable.js';
import { artifactDigest } from '../digest/artifact-digest.js';
import type { FolderStore } from '../folder/folder-store.js';
import { isContent, readArtifactFile } from '../folder/read-file.js';
import { readManifest } from '../folder/read-manifest.js';
import type { Artifact, Manifest } from '../manifest.js';
import type { Cache } from './cache.js';
import { place, touch } from './copies.js';
import { corrupt, fetchBeginning, fetchFile } from './fetch-file.js';
import { objectName, type RemoteObjects } from './remote.js';

/** Copies, on this machine, of artifacts whose manifests are known: fetched where they are not there, or spoilt. */
export interface LocalCopies {
  /** The whole artifact, verified. @throws TlcError OBJECT_MISSING, OBJECT_CORRUPT, DISK_FULL */
  open(manifest: Manifest): Promise<Artifact>;
  /** As ArtifactStore.outline. */
  outline(manifest: Manifest): Promise<string>;
  /** As ArtifactStore.read. */
  read(manifest: Manifest, file: string): Promise<Buffer>;
}

/** Of an outline: files up to `whole` bytes are fetched, of larger ones this beginning, in which a safetensors file has its
 * header. */
const OUTLINE = { whole: 4 * 1024 * 1024, beginning: 1024 * 1024 };

/** @param local the store of the copies */
export function localCopies(
  local: FolderStore,
  { objects, cache }: { readonly objects: RemoteObjects; readonly cache: Cache },
): LocalCopies {
  const { layout } = local;
  const fetching = new Map<string, Promise<void>>();

  /** Whether a folder has a copy of this content, as its manifest says. */
  async function isCopy(manifest: Manifest, folder: string): Promise<boolean> {
    const here = await readManifest(layout, manifest.id, folder).catch(() => undefined);
    return here !== undefined && artifactDigest(here) === artifactDigest(manifest);
  }

  async function whole(manifest: Manifest): Promise<Artifact | undefined> {
    if (!(await isCopy(manifest, layout.artifact(manifest.id)))) return undefined;
    return local.open(manifest.id).catch(() => undefined);
  }

  async function fetch(manifest: Manifest): Promise<void> {
    const folder = layout.artifact(manifest.id);
    await cache.makeRoom(bytesOf(manifest));
    const fill = async (staged: string) => {
      for (const file of Object.keys(manifest.files)) await fetchFile(objects, manifest, file, staged);
    };
    await place(layout, { manifest, folder, fill, stands: async () => (await whole(manifest)) !== undefined });
  }

  /** Those who ask at once share it. */
  function fetchOnce(manifest: Manifest): Promise<void> {
    const key = `${manifest.id} ${artifactDigest(manifest)}`;
    const mine = fetching.get(key) ?? fetch(manifest).finally(() => fetching.delete(key));
    fetching.set(key, mine);
    return mine;
  }

  return {
    open: async (manifest) => {
      const { id } = manifest;
      const here = await whole(manifest);
      if (!here) await fetchOnce(manifest);
      await touch(layout.artifact(id));
      return here ?? { id, folder: layout.artifact(id), manifest };
    },
    outline: async (manifest) => {
      const { id } = manifest;
      if (await isCopy(manifest, layout.artifact(id))) return layout.artifact(id);
      const folder = join(layout.outlines, id);
      const stands = () => isCopy(manifest, folder);
      const fill = async (staged: string) => {
        for (const [file, { bytes }] of Object.entries(manifest.files)) {
          if (bytes <= OUTLINE.whole) await fetchFile(objects, manifest, file, staged);
          else await fetchBeginning(objects, manifest, file, staged, OUTLINE.beginning);
        }
      };
      if (!(await stands())) {
        await cache.makeRoom(OUTLINE.beginning);
        await place(layout, { manifest, folder, fill, stands });
      }
      await touch(folder);
      return folder;
    },
    read: async (manifest, file) => {
      const folder = layout.artifact(manifest.id);
      if (await isCopy(manifest, folder)) return readArtifactFile(folder, manifest, file);
      const pieces: Uint8Array[] = [];
      for await (const piece of objects.get(objectName(manifest.id, manifest.files[file]))) pieces.push(piece);
      const content = Buffer.concat(pieces);
      if (!isContent(content, manifest, file)) throw corrupt(manifest.id, file);
      return content;
    },
  };
}
