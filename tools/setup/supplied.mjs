import { createWriteStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { SetupError, fileFailure } from './failures.mjs';
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

/**
 * @param {string} variable such as `TLC_TENSORFLOW`
 * @param {string} value a path, or a URL with an optional `#sha256=…`
 * @param {import('./failures.mjs').Part} part
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<Supplied>}
 * @throws {SetupError} SETUP_SUPPLIED, SETUP_WRONG_HASH, SETUP_DOWNLOAD
 */
export async function takeSupplied(variable, value, part, cache, step) {
  const from = `${variable}=${value}`;
  const [address, sha256] = value.split('#sha256=');
  const path = /^https?:/.test(address) ? await fetchUrl(address, part, cache, step) : fromHere(address);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new SetupError('SETUP_SUPPLIED', `${from}: there is no such file or folder`, { part });
  if (found.isDirectory()) return { path, isFolder: true, id: hashOf(path, String(found.mtimeMs)), from };
  const id = await hashOfFile(path);
  if (sha256 && sha256.toLowerCase() !== id) {
    if (address !== path) await rm(path, { force: true });
    throw new SetupError('SETUP_WRONG_HASH', `${from}: the sha256 of ${basename(path)} is ${id}`, { part });
  }
  return { path, isFolder: false, id, from };
}

/** A relative path is meant from where the user typed the command, which npm remembers. @param {string} path */
export function fromHere(path) {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/**
 * Fetches a URL once. What an interrupted fetch left is continued where the server can.
 *
 * @param {string} url
 * @param {import('./failures.mjs').Part} part
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 */
async function fetchUrl(url, part, cache, step) {
  const folder = join(cache, 'downloads', hashOf(url).slice(0, 16));
  const target = join(folder, basename(new URL(url).pathname) || 'file');
  if (await stat(target).catch(() => undefined)) return target;
  try {
    await mkdir(folder, { recursive: true });
    await continueFetch(url, `${target}.part`, step);
    await rename(`${target}.part`, target);
    return target;
  } catch (error) {
    const failure = fileFailure(error, folder);
    if (failure instanceof SetupError) throw failure;
    const { message, cause } = /** @type {Error} */ (error);
    const why = cause instanceof Error ? `${message}: ${cause.message}` : message;
    throw new SetupError('SETUP_DOWNLOAD', `${url} could not be fetched: ${why}`, { part, cause: error });
  }
}

/**
 * @param {string} url
 * @param {string} target the part file, continued when it holds bytes already
 * @param {import('./progress.mjs').Step} step
 */
export async function continueFetch(url, target, step) {
  let have = (await stat(target).catch(() => undefined))?.size ?? 0;
  const answer = await fetch(url, have > 0 ? { headers: { range: `bytes=${have}-` } } : {});
  // 416: nothing is left to send.
  if (answer.status === 416) return;
  if (!answer.ok || !answer.body) throw new Error(`the server answered ${answer.status}`);
  if (answer.status !== 206) have = 0;
  const total = have + Number(answer.headers.get('content-length') ?? 0);
  const body = Readable.fromWeb(/** @type {import('node:stream/web').ReadableStream} */ (answer.body));
  body.on('data', (chunk) => {
    have += chunk.length;
    step.detail(`${(have / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`);
  });
  await pipeline(body, createWriteStream(target, { flags: answer.status === 206 ? 'a' : 'w' }));
}
