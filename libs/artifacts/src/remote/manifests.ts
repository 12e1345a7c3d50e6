import { TlcError } from '#contracts';
import { changed, isOf } from '../folder/read-manifest.js';
import { MANIFEST } from '../folder/layout.js';
import type { Manifest } from '../manifest.js';
import { checkId, checkIdPrefix, isArtifactId } from '../recipe/artifact-id.js';
import { findId } from '../recipe/find-id.js';
import type { RemoteEntries } from './remote.js';

/** The manifests at a server: what it has none of is no artifact, whatever lies on this machine. */
export interface Manifests {
  /** @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, ARTIFACT_ID_INVALID */
  read(id: string): Promise<Manifest>;
  has(id: string): Promise<boolean>;
  /** Adds one; false where there is one of its id already. */
  add(manifest: Manifest): Promise<boolean>;
  remove(id: string): Promise<void>;
  /** @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_ID_INVALID */
  find(prefix: string): Promise<string>;
  /** The ids of all. */
  ids(): Promise<string[]>;
  /** All that can be read, newest first. Each is fetched once, and again when it has changed. */
  list(): Promise<Manifest[]>;
}

/** Manifests that are asked for one by one; of more, all are fetched. */
const FEW = 50;

export function openManifests(entries: RemoteEntries): Manifests {
  const known = new Map<string, { readonly revision: number; readonly manifest: Manifest | undefined }>();
  const readable = (id: string, value: unknown) => (isOf(id, value) ? value : undefined);

  async function refresh(): Promise<void> {
    const keys = (await entries.keys('*')).filter(({ key }) => isArtifactId(key));
    const there = new Set(keys.map(({ key }) => key));
    for (const id of known.keys()) if (!there.has(id)) known.delete(id);
    const changedOnes = keys.filter(({ key, revision }) => known.get(key)?.revision !== revision);
    if (changedOnes.length > FEW) {
      for (const { key, value, revision } of await entries.list('*'))
        if (isArtifactId(key)) known.set(key, { revision, manifest: readable(key, value) });
      return;
    }
    const values = await Promise.all(changedOnes.map(({ key }) => entries.get(key)));
    changedOnes.forEach(({ key, revision }, at) => {
      known.set(key, { revision, manifest: readable(key, values[at]?.value) });
    });
  }

  const ids = async () => (await entries.keys('*')).map(({ key }) => key).filter(isArtifactId);

  return {
    ids,
    async read(id) {
      const entry = await entries.get(checkId(id));
      if (!entry) {
        throw new TlcError('ARTIFACT_UNKNOWN', `there is no artifact ${id} at the server`, { details: { id } });
      }
      if (!isOf(id, entry.value)) throw changed(id, MANIFEST);
      return entry.value;
    },
    has: async (id) => (await entries.get(checkId(id))) !== undefined,
    add: async (manifest) => (await entries.create(manifest.id, manifest)) !== undefined,
    remove: (id) => entries.delete(checkId(id)),
    find: async (prefix) => {
      checkIdPrefix(prefix);
      return findId(await ids(), prefix, 'the object store');
    },
    list: async () => {
      await refresh();
      const manifests = [...known.values()].flatMap(({ manifest }) => manifest ?? []);
      return manifests.sort((a, b) => b.created.localeCompare(a.created));
    },
  };
}
