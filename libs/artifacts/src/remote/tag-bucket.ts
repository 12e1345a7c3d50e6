import type { TagEntries } from '../tags/tag-entries.js';
import type { RemoteEntries } from './remote.js';

const ROOT = 'tags';

/** Dots part the names of a key, and those of a version are none: `=` stands for them, which no version has. */
const keyOf = (name: string, version: string) => `${ROOT}.${name}.${version.replaceAll('.', '=')}`;

/** Tags at a server that keeps the artifacts. */
export function tagBucket(entries: RemoteEntries): TagEntries {
  const parts = async (filter: string) => (await entries.keys(filter)).map(({ key }) => key.split('.'));
  return {
    names: async () => [...new Set((await parts(`${ROOT}.>`)).map(([, name]) => name))],
    versions: async (name) => (await parts(`${ROOT}.${name}.*`)).map(([, , version]) => version.replaceAll('=', '.')),
    read: async (name, version) => (await entries.get(keyOf(name, version)))?.value as string | undefined,
    write: async (name, version, id) => void (await entries.put(keyOf(name, version), id)),
    remove: (name, version) => entries.delete(keyOf(name, version)),
  };
}
