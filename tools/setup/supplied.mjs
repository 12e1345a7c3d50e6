import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { fillingCache } from './cache.mjs';
import { SetupError } from './failures.mjs';
import { fetchUrl } from './fetch-url.mjs';
import { hashOf, hashOfFile } from './hash.mjs';

/**
 * A piece that the user supplies: a path that is used where it lies, or a URL that is fetched into the cache.
 *
 * @typedef {object} Supplied
 * @property {string} path
 * @property {boolean} isFolder
 * @property {string} id changes when the piece does
 * @property {string} from the variable and its value, for messages
 */
/** @typedef {import('./failures.mjs').Part} Part */
/** @typedef {import('./progress.mjs').Step} Step */

/**
 * @param {string} variable such as `TLC_TENSORFLOW`
 * @param {string} value a path, or a URL with an optional `#sha256=…`
 * @param {Part} part
 * @param {string} cache
 * @param {Step} step
 * @returns {Promise<Supplied>}
 * @throws {SetupError} SETUP_SUPPLIED, SETUP_WRONG_HASH, SETUP_DOWNLOAD
 */
export async function takeSupplied(variable, value, part, cache, step) {
  const from = `${variable}=${value}`;
  const [address, sha256] = value.split('#sha256=');
  const isUrl = /^https?:/.test(address);
  const path = isUrl ? await fetched(address, part, cache, step) : fromHere(address);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new SetupError('SETUP_SUPPLIED', `${from}: there is no such file or folder`, { part });
  if (found.isDirectory()) return { path, isFolder: true, id: hashOf(path, String(found.mtimeMs)), from };
  const id = await hashOfFile(path);
  if (sha256 && sha256.toLowerCase() !== id) {
    if (isUrl) await rm(path, { force: true });
    throw new SetupError('SETUP_WRONG_HASH', `${from}: the sha256 of ${basename(path)} is ${id}`, { part });
  }
  return { path, isFolder: false, id, from };
}

/** A relative path is meant from where the user typed the command, which npm remembers. @param {string} path */
export function fromHere(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** Fetches a URL once. @param {string} url @param {Part} part @param {string} cache @param {Step} step */
async function fetched(url, part, cache, step) {
  const folder = join(cache, 'downloads', hashOf(url).slice(0, 16));
  const target = join(folder, basename(new URL(url).pathname) || 'file');
  if (await stat(target).catch(() => undefined)) return target;
  return fillingCache(cache, step, async () => {
    await mkdir(folder, { recursive: true });
    try {
      await fetchUrl(url, `${target}.part`, step);
    } catch (error) {
      const { message, cause, code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code === 'ENOSPC') throw error;
      const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
      throw new SetupError('SETUP_DOWNLOAD', `${url} could not be fetched: ${why}`, { part, cause: error });
    }
    await rename(`${target}.part`, target);
    return target;
  });
}
