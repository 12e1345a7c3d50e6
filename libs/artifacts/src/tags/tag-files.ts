import { randomUUID } from 'node:crypto';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import type { TagEntries } from './tag-entries.js';

/** Tags in a folder, a file a version, written aside and renamed into place. */
export function tagFiles(root: string): TagEntries {
  const fileOf = (name: string, version: string) => join(root, name, version);
  return {
    names: () => namesIn(root),
    versions: (name) => namesIn(join(root, name)),
    read: (name, version) => readFile(fileOf(name, version), 'utf8').catch(unlessMissing),
    write: async (name, version, id) => {
      const aside = join(root, `.${randomUUID()}`);
      try {
        await mkdir(join(root, name), { recursive: true });
        await writeFile(aside, id, { flush: true });
        await rename(aside, fileOf(name, version));
      } catch (error) {
        await rm(aside, { force: true });
        throw TlcError.from(error);
      }
    },
    remove: (name, version) => rm(fileOf(name, version), { force: true }),
  };
}

/** What a folder has, without what is being written. */
async function namesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(unlessMissing);
  return (names ?? []).filter((name) => !name.startsWith('.'));
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT' && error.code !== 'ENOTDIR') throw TlcError.from(error);
}
