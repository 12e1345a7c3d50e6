import { existsSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { fileFailure } from './failures.mjs';

/** Scratch folders of this process, removed when it is interrupted. @type {Set<string>} */
const scratchFolders = new Set();

/**
 * An entry of the cache is a folder that is there whole or not at all: it is filled beside and then renamed. Two
 * set-ups that fill the same entry at once both succeed: the second takes the first one's.
 *
 * @param {string} cache
 * @param {string} name such as `tensorflow/2.18.1-810c75d7149d`
 * @param {(scratch: string) => Promise<void>} fill
 * @returns {Promise<string>} the entry's folder
 */
export async function cacheEntry(cache, name, fill) {
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await withScratch(cache, async (scratch) => {
    const filled = join(scratch, 'entry');
    await mkdir(filled);
    await fill(filled);
    await mkdir(dirname(folder), { recursive: true });
    await rename(filled, folder).catch((error) => {
      if (!existsSync(folder)) throw error;
    });
  });
  return folder;
}

/**
 * Runs `work` with an empty folder on the cache's disk, and removes it afterwards.
 *
 * @template T
 * @param {string} cache
 * @param {(scratch: string) => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withScratch(cache, work) {
  const parent = join(cache, 'scratch');
  let scratch;
  try {
    await mkdir(parent, { recursive: true });
    await sweep(parent);
    scratch = await mkdtemp(join(parent, `${hostname()}-${process.pid}-`));
    scratchFolders.add(scratch);
    return await work(scratch);
  } catch (error) {
    throw fileFailure(error, cache);
  } finally {
    if (scratch) {
      await rm(scratch, { recursive: true, force: true });
      scratchFolders.delete(scratch);
    }
  }
}

export function removeScratchFolders() {
  for (const folder of scratchFolders) rmSync(folder, { recursive: true, force: true });
}

/** Removes what killed set-ups left: theirs on this host, and anything a day old. @param {string} parent */
async function sweep(parent) {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name);
    const [, pid] = name.match(/-(\d+)-[^-]+$/) ?? [];
    const ours = name.startsWith(`${hostname()}-`);
    const old = Date.now() - ((await stat(folder).catch(() => undefined))?.mtimeMs ?? 0) > 86_400_000;
    if (old || (ours && pid && !isAlive(Number(pid)))) await rm(folder, { recursive: true, force: true });
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
