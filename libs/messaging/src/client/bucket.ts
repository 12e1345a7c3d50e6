import { JetStreamApiError } from '@nats-io/jetstream';
import { type KV, Kvm } from '@nats-io/kv';
import { decode, encode } from '../connection/json.js';
import type { Link } from '../connection/link.js';

export interface Entry<T> {
  readonly key: string;
  readonly value: T;
  /** Grows with each write of the bucket. */
  readonly revision: number;
}

/** JSON values by key, kept by the server. Keys are names (see checkName), or several of them joined by dots. */
export interface Bucket<T> {
  get(key: string): Promise<Entry<T> | undefined>;
  /** Writes a new key; returns its revision, or undefined if the key is there already. */
  create(key: string, value: T): Promise<number | undefined>;
  /** Writes over the given revision; returns the new one, or undefined if somebody else has written since. */
  update(key: string, value: T, revision: number): Promise<number | undefined>;
  put(key: string, value: T): Promise<number>;
  delete(key: string): Promise<void>;
  /** All entries, in the order of their last writes; with a filter as subjects have it, those whose keys fit: `*` stands
   * for one name, `>` for all that follow. */
  list(filter?: string): Promise<Entry<T>[]>;
  /** All keys, or those that fit a filter, with the times of their last writes in milliseconds. */
  keys(filter?: string): Promise<{ readonly key: string; readonly written: number; readonly revision: number }[]>;
  /** The entry (or with `*` all) as it is now, then each time it is written, until `signal`. */
  watch(key: string, signal?: AbortSignal): AsyncIterable<Entry<T>>;
}

/** A bucket that ensureStreams has made. */
export function openBucket<T>(link: Link, name: string): Bucket<T> {
  let opened: Promise<KV> | undefined;
  const kv = () =>
    (opened ??= new Kvm(link.js).open(name).catch((error) => {
      opened = undefined;
      throw error;
    }));
  return {
    get: async (key) => {
      const entry = await (await kv()).get(key);
      return entry?.operation === 'PUT' ? { key, value: decode<T>(entry.value), revision: entry.revision } : undefined;
    },
    create: async (key, value) => unlessConflict((await kv()).create(key, encode(value))),
    update: async (key, value, revision) => unlessConflict((await kv()).update(key, encode(value), revision)),
    put: async (key, value) => (await kv()).put(key, encode(value)),
    delete: async (key) => (await kv()).delete(key),
    list: async (filter = '>') => {
      const entries: Entry<T>[] = [];
      for await (const entry of await (await kv()).history({ key: filter })) {
        if (entry.operation === 'PUT') {
          entries.push({ key: entry.key, value: decode<T>(entry.value), revision: entry.revision });
        }
      }
      return entries;
    },
    keys: async (filter = '>') => {
      const keys: { key: string; written: number; revision: number }[] = [];
      const without = { key: filter, headers_only: true };
      for await (const { key, operation, created, revision } of await (await kv()).history(without)) {
        if (operation === 'PUT') keys.push({ key, written: created.getTime(), revision });
      }
      return keys;
    },
    watch: (key, signal) => watch(kv, key, signal),
  };
}

async function* watch<T>(kv: () => Promise<KV>, key: string, signal?: AbortSignal): AsyncGenerator<Entry<T>> {
  const entries = await (await kv()).watch({ key: key === '*' ? '>' : key, ignoreDeletes: true });
  const stop = () => entries.stop();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    for await (const entry of entries) {
      yield { key: entry.key, value: decode<T>(entry.value), revision: entry.revision };
    }
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}

/** The server refuses a write over another revision than the last (10071, 10164). */
async function unlessConflict(write: Promise<number>): Promise<number | undefined> {
  try {
    return await write;
  } catch (error) {
    if (error instanceof JetStreamApiError && [10071, 10164].includes(error.code)) return undefined;
    throw error;
  }
}
