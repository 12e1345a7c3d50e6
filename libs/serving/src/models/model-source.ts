import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import type { FolderStore, Tags } from '#artifacts';
import { type ModelTag, TlcError } from '#contracts';

/** Where a server finds models. */
export interface ModelSource {
  /** The id of what a reference means now: the first letters of an id, a name, or name:version.
   * @throws TlcError MODEL_UNKNOWN, ARTIFACT_UNKNOWN, NAME_INVALID */
  find(reference: string): Promise<string>;
  /** Bytes of its files. @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_WRONG_KIND */
  bytes(id: string): Promise<number>;
  /** The folder, its files verified, for as long as this process runs. @throws TlcError as withFolder */
  folder(id: string): Promise<string>;
  /** Does `work` with the folder, its files verified, which nobody removes meanwhile.
   * @throws TlcError ARTIFACT_UNKNOWN, ARTIFACT_CORRUPT, ARTIFACT_WRONG_KIND, and what `work` throws */
  withFolder<T>(id: string, work: (folder: string) => Promise<T>): Promise<T>;
  tags(): Promise<ModelTag[]>;
}

/** The models of a store, by id and by tag. A name goes before the id that begins like it. */
export function modelsOfStore(store: FolderStore): ModelSource {
  const { tags } = store;
  const modelOf = async (id: string) => {
    const manifest = await store.manifest(id);
    if (manifest.kind === 'model') return manifest;
    throw new TlcError('ARTIFACT_WRONG_KIND', `${id.slice(0, 12)} is no model but a ${manifest.kind}`);
  };
  return {
    find: (reference) => findModel(store, tags, reference),
    bytes: async (id) => Object.values((await modelOf(id)).files).reduce((sum, { bytes }) => sum + bytes, 0),
    folder: async (id) => {
      await modelOf(id);
      return (await store.open(id)).folder;
    },
    withFolder: async (id, work) => {
      await modelOf(id);
      const held = store.hold();
      try {
        return await work((await held.open(id)).folder);
      } finally {
        await held.release();
      }
    },
    tags: () => tags.list(),
  };
}

/** The id of the artifact that a reference means.
 * @throws TlcError MODEL_UNKNOWN, ARTIFACT_UNKNOWN, NAME_INVALID */
export async function findModel(store: Pick<FolderStore, 'find'>, tags: Tags, reference: string): Promise<string> {
  const tag = await tags.find(reference);
  if (tag) return tag.id;
  if (/^[0-9a-f]+$/.test(reference)) return store.find(reference);
  throw unknownModel(reference);
}

/** One model folder, by its name. */
export function modelOfFolder(path: string): ModelSource {
  const name = basename(resolve(path));
  return {
    find: async (reference) => {
      if (reference === name) return name;
      throw unknownModel(reference, name);
    },
    bytes: async () => (await stat(join(path, 'model.safetensors')).catch(() => ({ size: 0 }))).size,
    folder: async () => path,
    withFolder: (_, work) => work(path),
    tags: async () => [],
  };
}

function unknownModel(reference: string, nearest?: string): TlcError {
  const hint = nearest ? ` Did you mean ${nearest}?` : '';
  return new TlcError('MODEL_UNKNOWN', `there is no model ${reference}.${hint}`, {
    details: { model: reference, nearest },
  });
}
