import { readFileSync, rmSync, utimesSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { kernelLock } from './kernel-lock.mjs';

/** A holder touches its lock this often; one that was not touched for five times as long is nobody's. */
const TOUCH_MS = 2_000;
const LOOK_MS = 100;

/** Locks of this process, released when it is interrupted. @type {Set<string>} */
const held = new Set();

/**
 * Runs `work` while no other process holds the lock `file`. Serves two commands in one checkout and two checkouts over one
 * cache, between which the kernel decides, and machines that share a disk, between which a file does; what a killed holder
 * left does not block the next, and is removed by one process of a machine at a time.
 *
 * @template T
 * @param {string} file
 * @param {() => Promise<T>} work
 * @param {() => void} [onWait] called once when somebody else holds it
 * @returns {Promise<T>}
 */
export async function withLock(file, work, onWait = () => {}) {
  await mkdir(dirname(file), { recursive: true });
  let waited = false;
  const wait = async () => {
    if (!waited) onWait();
    waited = true;
    await sleep(LOOK_MS);
  };
  let giveBack = await kernelLock(file);
  for (; !giveBack; giveBack = await kernelLock(file)) await wait();
  try {
    while (!(await take(file))) await wait();
    held.add(file);
    const timer = setInterval(() => touch(file), TOUCH_MS).unref();
    try {
      return await work();
    } finally {
      clearInterval(timer);
      release(file);
    }
  } finally {
    giveBack();
  }
}

/** Releases what this process holds. */
export function releaseLocks() {
  for (const file of held) release(file);
}

/** @param {string} file */
function release(file) {
  rmSync(file, { force: true });
  held.delete(file);
}

/** @param {string} file @returns {Promise<boolean>} */
async function take(file) {
  try {
    await writeFile(file, `${hostname()} ${process.pid}`, { flag: 'wx' });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    if (await isAbandoned(file)) rmSync(file, { force: true });
    return false;
  }
}

/** @param {string} file */
async function isAbandoned(file) {
  try {
    const { mtimeMs } = await stat(file);
    if (Date.now() - mtimeMs > 5 * TOUCH_MS) return true;
    const [host, pid] = readFileSync(file, 'utf8').split(' ');
    return host === hostname() && Boolean(pid) && !isAlive(Number(pid));
  } catch {
    // Released meanwhile.
    return false;
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

/** @param {string} file */
function touch(file) {
  try {
    utimesSync(file, new Date(), new Date());
  } catch {
    // The folder was removed: what is done there fails by itself.
  }
}
