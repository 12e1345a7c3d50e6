import { homedir } from 'node:os';
import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Where set-up reads and writes.
 *
 * @typedef {object} Place
 * @property {string} root the checkout
 * @property {string} cache what is fetched and built, shared by all checkouts of this user
 * @property {string} state `<root>/.tlc`: what set-up knows about this checkout
 */

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} root
 * @returns {Place}
 */
export function findPlace(env, root = fileURLToPath(new URL('../..', import.meta.url))) {
  return { root: resolve(root), cache: cacheFolder(env, root), state: join(resolve(root), '.tlc') };
}

/** @param {NodeJS.ProcessEnv} env @param {string} root */
function cacheFolder(env, root) {
  if (env.TLC_CACHE) return resolve(root, env.TLC_CACHE);
  // The XDG specification says that a relative XDG_CACHE_HOME is to be ignored.
  const xdg = env.XDG_CACHE_HOME;
  return join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.cache'), 'tlc');
}
