import { existsSync, rmSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { SetupError, fileFailure } from './failures.mjs';
import { withLock } from './lock.mjs';

/** Scratch folders of this process, removed when it is interrupted. @type {Set<string>} */
const scratchFolders = new Set();

/**
 * An entry of the cache is a folder that is there whole or not at all: it is filled beside and then renamed. An entry
 * that is there is only read, so a cache that somebody else filled may be read-only.
 *
 * @param {string} cache
 * @param {string} name such as `tensorflow/2.18.1-810c75d7149d`
 * @param {import('./progress.mjs').Step} step
 * @param {(scratch: string) => Promise<void>} fill
 * @returns {Promise<string>} the entry's folder
 */
export async function cacheEntry(cache, name, step, fill) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  return fillingCache(cache, step, async () => {
    if (existsSync(folder)) return folder;
    const scratch = join(cache, 'scratch');
    // Nobody else fills the cache now: whatever is there, a killed set-up left.
    await rm(scratch, { recursive: true, force: true });
    scratchFolders.add(scratch);
    try {
      await mkdir(scratch);
      await fill(scratch);
      await mkdir(dirname(folder), { recursive: true });
      await rename(scratch, folder);
      return folder;
    } finally {
      await rm(scratch, { recursive: true, force: true });
      scratchFolders.delete(scratch);
    }
  });
}

/**
 * Runs `work` while no other set-up fills the cache.
 *
 * @template T
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 * @param {() => Promise<T>} work
 * @throws {import('./failures.mjs').SetupError} SETUP_DISK_FULL, SETUP_CACHE
 */
export async function fillingCache(cache, step, work) {
  try {
    await makeFolder(cache);
    return await withLock(join(cache, 'lock'), work, () => step.detail('waiting for another set-up'));
  } catch (error) {
    throw fileFailure(error, cache);
  }
}

/**
 * Node's own recursive mkdir never returns where a file system refuses a name as "not found", as /proc does.
 *
 * @param {string} folder
 */
async function makeFolder(folder) {
  if (existsSync(folder)) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch((error) => {
    if (error.code === 'ENOENT') throw new SetupError('SETUP_CACHE', `cannot create ${folder} (${error.message})`);
    if (error.code !== 'EEXIST') throw error;
  });
}

/** For a process that is interrupted. */
export function removeScratchFolders() {
  for (const folder of scratchFolders) rmSync(folder, { recursive: true, force: true });
}
