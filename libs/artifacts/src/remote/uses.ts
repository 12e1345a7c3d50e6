import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAbandoned, renew } from '../owner/beats.js';
import { processMark } from '../owner/process-mark.js';

const LOOK_MS = 20;

/** A lock that one process at a time gets: undefined where another has it. */
export type FolderLock = (folder: string) => Promise<(() => void) | undefined>;

/** Who uses which copies of artifacts on this machine: a file a use, named after the artifact and the process. Copies that
 * nobody uses may go. */
export interface Uses {
  /** Notes that this process uses an artifact, before it looks for it; returns a function that ends the use. */
  begin(id: string): Promise<() => Promise<void>>;
  /** Does `work` unless somebody uses the artifact; nobody begins to meanwhile. @returns whether it was done */
  unlessUsed(id: string, work: () => Promise<unknown>): Promise<boolean>;
}

export async function openUses(home: string, lock: FolderLock): Promise<Uses> {
  const folder = join(home, 'uses');
  await mkdir(folder, { recursive: true });
  const own = new Set<string>();
  let count = 0;
  renew(() => own);

  async function locked<T>(work: () => Promise<T>): Promise<T> {
    for (;;) {
      const release = await lock(folder);
      if (!release) await sleep(LOOK_MS);
      else {
        try {
          return await work();
        } finally {
          release();
        }
      }
    }
  }

  async function isUsed(id: string): Promise<boolean> {
    for (const name of await readdir(folder)) {
      if (!name.startsWith(id)) continue;
      if ((await isAbandoned(join(folder, name), name.split('.')[1] ?? '')) === false) return true;
      await rm(join(folder, name), { force: true });
    }
    return false;
  }

  return {
    begin: async (id) => {
      const file = join(folder, `${id}.${processMark()}.${(count += 1)}`);
      await locked(() => writeFile(file, ''));
      own.add(file);
      return async () => {
        own.delete(file);
        await rm(file, { force: true });
      };
    },
    unlessUsed: (id, work) =>
      locked(async () => {
        if (await isUsed(id)) return false;
        await work();
        return true;
      }),
  };
}
