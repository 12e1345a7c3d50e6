import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from './cache.mjs';
import { lastLines, runChild } from './child.mjs';
import { downloadWheel } from './download-wheel.mjs';
import { SetupError } from './failures.mjs';
import { hashOf } from './hash.mjs';

import { takeSupplied } from './supplied.mjs';
import { pinnedWheel } from './wheels.mjs';
import { unpackZip } from './zip.mjs';

/**
 * The TensorFlow C library and its headers.
 *
 * @typedef {object} TensorFlow
 * @property {string} lib the folder of the shared libraries
 * @property {string} include
 * @property {string[]} libraries the files to link with
 * @property {string} id changes when the library does
 * @property {string} source where it came from, in words
 */

const PART = 'TensorFlow library';

/**
 * The two libraries, the headers that the binding's sources reach by `g++ -M`, and on aarch64 the OpenMP that the wheel
 * brings: a fifth of the wheel's files and none of its Python.
 */
const NEEDED = [
  /^tensorflow\/libtensorflow_(cc|framework)\.so\.2$/,
  /^tensorflow\/include\/tensorflow\/c\/.+\.h$/,
  /^tensorflow\/include\/(tensorflow\/core|tsl)\/platform\/ctstring.*\.h$/,
  /^tensorflow\/include\/xla\/tsl\/c\/.+\.h$/,
  /^tensorflow\.libs\/.+$/,
];

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<TensorFlow>}
 */
export async function findTensorFlow(env, cache, step) {
  if (env.TLC_TENSORFLOW) return suppliedTensorFlow(env.TLC_TENSORFLOW, cache, step);
  const wheel = pinnedWheel('tensorflow.txt', PART);
  const entry = `tensorflow/${wheel.version}-${hashOf(wheel.sha256, String(NEEDED)).slice(0, 12)}`;
  const folder = await cacheEntry(cache, entry, step, async (scratch) => {
    const file = await downloadWheel(wheel, PART, cache, step);
    step.detail('unpacking');
    await unpackWheel(file, scratch);
    await rm(file);
  });
  return inFolder(folder, wheel.sha256, `wheel ${wheel.name} ${wheel.version}`);
}

/**
 * @param {string} value
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 */
async function suppliedTensorFlow(value, cache, step) {
  const { path, isFolder, id, from } = await takeSupplied('TLC_TENSORFLOW', value, PART, cache, step);
  if (isFolder) return inFolder(path, id, from);
  step.detail('unpacking');
  const folder = await cacheEntry(cache, `tensorflow/supplied-${id.slice(0, 12)}`, step, async (scratch) => {
    if (/\.(tar\.gz|tgz)$/.test(path)) await unpackTar(path, scratch, from);
    else await unpackWheel(path, scratch).catch((error) => refuse(`${from}: ${error.message}`));
    inFolder(scratch, id, from);
  });
  return inFolder(folder, id, from);
}

/** @param {string} wheel @param {string} folder */
async function unpackWheel(wheel, folder) {
  await unpackZip(wheel, folder, (name) => (NEEDED.some((pattern) => pattern.test(name)) ? name : undefined));
}

/** The official libtensorflow comes as a tar file. @param {string} path @param {string} folder @param {string} from */
async function unpackTar(path, folder, from) {
  const { code, output } = await runChild('tar', ['-xzf', path, '-C', folder]);
  if (code !== 0) refuse(`${from} could not be unpacked by tar: ${lastLines(output)}`);
}

/**
 * Finds the library in a folder: a Python installation's `tensorflow`, an unpacked wheel, or an unpacked libtensorflow.
 *
 * @param {string} folder
 * @param {string} id
 * @param {string} source
 * @returns {TensorFlow}
 */
function inFolder(folder, id, source) {
  for (const base of [folder, join(folder, 'tensorflow')]) {
    for (const lib of [base, join(base, 'lib')]) {
      const main = ['libtensorflow_cc.so.2', 'libtensorflow.so.2'].find((name) => existsSync(join(lib, name)));
      if (!main) continue;
      const include = join(base, 'include');
      const header = 'tensorflow/c/eager/c_api.h';
      if (!existsSync(join(include, header))) return refuse(`${source}: ${include} lacks ${header}`);
      return { lib, include, libraries: [main, 'libtensorflow_framework.so.2'], id, source };
    }
  }
  return refuse(`${source}: neither libtensorflow_cc.so.2 nor libtensorflow.so.2 is in it or in its lib/`);
}

/** @param {string} what @returns {never} */
function refuse(what) {
  throw new SetupError('SETUP_SUPPLIED', what, { part: PART });
}
