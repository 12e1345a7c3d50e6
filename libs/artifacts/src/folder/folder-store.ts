import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { FileDigest } from '../digest/hash-file.js';
import { rememberDigests } from '../digest/remembered-digests.js';
import { exists } from '../file/exists.js';
import { checkId, checkIdPrefix, isArtifactId } from '../recipe/artifact-id.js';
import { findId } from '../recipe/find-id.js';
import type { ArtifactStore } from '../store.js';
import { openTags, type Tags } from '../tags/tags.js';
import { commitStaged } from './commit.js';
import { type Layout, layoutOf } from './layout.js';
import { createManifestIndex } from './manifest-index.js';
import { removeFolder } from './move-folder.js';
import { readManifest } from './read-manifest.js';
import { readArtifactFile } from './read-file.js';
import { removeStale, stage } from './staging.js';
import { standing } from './standing.js';
import { verify } from './verify.js';

/** A store in a folder, `<home>/artifacts/<id>/`, with what belongs to it. */
export interface FolderStore extends ArtifactStore {
  readonly layout: Layout;
  /** Whether a server keeps its artifacts, and the folder has copies of them. */
  readonly isAtServer: boolean;
  /** Names of its models. */
  readonly tags: Tags;
  /** A view of the store: what is opened through it stays on this machine until it is released. */
  hold(): HeldStore;
  /** Folder for what outlives a killed process, such as checkpoints. */
  work(id: string): Promise<string>;
  /** Removes it. */
  finishWork(id: string): Promise<void>;
  /** digestFiles, remembering from one process to the next. */
  digestFiles(path: string): Promise<string>;
}

/** A store whose opened artifacts are kept for a while. */
export interface HeldStore extends Pick<ArtifactStore, 'open'> {
  release(): Promise<void>;
}

/** Opens the store of a home folder, made if it is not there. What killed processes left half-written is removed.
 * @param home left out: TLC_HOME, or `.tlc`
 * @param folder name of the folder of artifacts in it
 * @throws TlcError DISK_FULL, FILE_MISSING where the folder cannot be made */
export async function openFolderStore(home?: string, folder?: string): Promise<FolderStore> {
  const layout = layoutOf(home, folder);
  const known = new Map<string, FileDigest>();
  await coded(async () => {
    for (const folder of [layout.artifacts, layout.staging, layout.work]) await mkdir(folder, { recursive: true });
    await removeStale(layout);
  });
  const open = async (id: string) => {
    const manifest = await readManifest(layout, id);
    await verify(layout.artifact(id), manifest, known);
    return { id, folder: layout.artifact(id), manifest };
  };
  const manifest = async (id: string) => readManifest(layout, id);
  const ids = async () => (await readdir(layout.artifacts)).filter(isArtifactId);
  return {
    layout,
    isAtServer: false,
    tags: openTags(layout.home),
    removeOrphans: async () => 0,
    hold: () => ({ open, release: async () => {} }),
    has: (id) => exists(layout.manifest(id)),
    manifest,
    standing: (id) => standing(manifest, id),
    open,
    outline: async (id) => layout.artifact(id),
    read: (of, file) => readArtifactFile(layout.artifact(of.id), of, file),
    find: async (prefix) => {
      checkIdPrefix(prefix);
      return findId(await ids(), prefix, layout.artifacts);
    },
    ids,
    list: createManifestIndex(layout),
    stage: (id) => coded(() => stage(layout, id)),
    commit: async (staged, commit) => {
      const { id } = await commitStaged(layout, staged, commit);
      return { id, folder: layout.artifact(id), manifest: await readManifest(layout, id) };
    },
    discard: async (staged) => rm(staged, { recursive: true, force: true }),
    remove: async (id) => remove(layout, id),
    work: async (id) => {
      const folder = join(layout.work, checkId(id));
      await coded(() => mkdir(folder, { recursive: true }));
      return folder;
    },
    finishWork: async (id) => rm(join(layout.work, checkId(id)), { recursive: true, force: true }),
    digestFiles: rememberDigests(join(layout.home, 'digests.json')),
  };
}

async function remove(layout: Layout, id: string): Promise<void> {
  if (await removeFolder(layout, id)) return;
  throw new TlcError('ARTIFACT_UNKNOWN', `there is no artifact ${id} in ${layout.artifacts}`, { details: { id } });
}

async function coded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw TlcError.from(error);
  }
}
