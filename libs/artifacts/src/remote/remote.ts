import type { Manifest } from '../manifest.js';

/** A server that keeps artifacts for all services, as the messaging library has it: manifests and names as entries, files
 * as objects. */
export interface RemoteArtifacts {
  readonly entries: RemoteEntries;
  readonly objects: RemoteObjects;
}

/** JSON values by key. */
export interface RemoteEntries {
  get(key: string): Promise<{ readonly value: unknown } | undefined>;
  /** Undefined where the key is there already. */
  create(key: string, value: unknown): Promise<number | undefined>;
  put(key: string, value: unknown): Promise<number>;
  delete(key: string): Promise<void>;
  /** Of keys that fit a filter: `*` stands for one name, `>` for all that follow. */
  keys(filter: string): Promise<readonly { readonly key: string; readonly revision: number }[]>;
  list(
    filter: string,
  ): Promise<readonly { readonly key: string; readonly value: unknown; readonly revision: number }[]>;
}

/** Files by name. */
export interface RemoteObjects {
  size(name: string): Promise<number | undefined>;
  put(name: string, file: string): Promise<void>;
  get(name: string, most?: number): AsyncIterable<Uint8Array>;
  remove(name: string): Promise<void>;
  list(): Promise<readonly { readonly name: string; readonly written: number }[]>;
  removeStray(before: number): Promise<number>;
}

/** The object of a file: its artifact, so that removing one touches no other's files, and its digest. */
export const objectName = (id: string, { sha256 }: Manifest['files'][string]): string => `${id}/${sha256}`;
