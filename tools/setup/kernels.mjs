import { existsSync, readFileSync } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from './cache.mjs';
import { lastLines, runChild } from './child.mjs';
import { findCompiler } from './compiler.mjs';
import { hashOf } from './hash.mjs';
import { shown } from './progress.mjs';

/**
 * `.tlc/kernels.json`: the engine's own kernels, which the engine looks for there. Without them it computes with
 * TensorFlow.js's operations.
 *
 * @typedef {object} Kernels
 * @property {string} key what decided the rest
 * @property {Record<string, string>} addons by instruction set; none when they did not build
 * @property {string} compiler
 * @property {string} [failure] the compiler's words
 */

/** One addon for each instruction set. A cache may serve several machines: which it loads, each finds out when it starts. */
export const KERNEL_SETS = /** @type {Record<string, Record<string, string[]>>} */ ({
  x64: {
    avx512: ['-mavx512f', '-mavx512bw', '-mavx512dq', '-mavx512vl', '-mavx2', '-mfma'],
    avx2: ['-mavx2', '-mfma'],
    baseline: [],
  },
  arm64: { neon: [] },
});
const FLAGS = ['-std=c++17', '-fPIC', '-fvisibility=hidden', '-Wno-psabi', '-DNAPI_VERSION=8'];
/** The kernels themselves; and what registers them and shares their work, which every set has in common. */
const KERNELS = { source: 'kernels.cc', flags: ['-O3'] };
const SHARED = /^(addon|library_pages|registration|threads|\w+_operations)\.cc$/;
/**
 * The libraries are found by soname: the binding has loaded them before. What a library has registered with TensorFlow can never be unloaded.
 * One that lacks something must not load, rather than end the process at the first call.
 */
const LINK = ['-shared', '-pthread', '-Wl,-z,nodelete,-z,now'];

const sourcesOf = (/** @type {string} */ root) => join(root, 'libs/engine/native');

/**
 * Builds the kernels unless the cache has them. A failure is told, recorded, and no reason to stop.
 *
 * @param {import('./place.mjs').Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Progress} progress
 */
export async function ensureKernels(place, env, progress) {
  const file = join(place.state, 'kernels.json');
  const { tensorflow } = JSON.parse(await readFile(join(place.state, 'native.json'), 'utf8'));
  // Kernels are operations of the native library
  if (!tensorflow) return;
  const key = await keyOf(place, env, tensorflow.lib);
  if (await isCurrent(file, key, env)) return;
  const kernels = await shown(
    progress,
    'kernels',
    (step) => buildKernels(place, env, tensorflow.lib, step),
    ({ addons }) => `(${Object.keys(addons).join(', ') || 'none'})`,
  );
  if (kernels.failure) {
    progress.note(
      'the kernels did not build: training takes some three times as long with TensorFlow.js’s own operations. ' +
        `Install g++ 9 or newer, or set CXX, and run again. The compiler said:\n${kernels.failure}`,
    );
  }
  await mkdir(place.state, { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify({ key, ...kernels }, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
}

/** What failed is tried again when the compiler is another. @param {string} file @param {string} key @param {NodeJS.ProcessEnv} env */
async function isCurrent(file, key, env) {
  /** @type {Kernels} */
  let kernels;
  try {
    kernels = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return false;
  }
  if (kernels.key !== key || !Object.values(kernels.addons).every((addon) => existsSync(addon))) return false;
  return !kernels.failure || kernels.compiler === (await findCompiler(env)).compiler;
}

/** @param {import('./place.mjs').Place} place @param {NodeJS.ProcessEnv} env @param {string} lib */
async function keyOf(place, env, lib) {
  return hashOf(...(await inputsOf(place.root)), lib, env.CXX ?? '', place.cache).slice(0, 16);
}

/** All that decides what the compiler makes, but the compiler and the library. @param {string} root */
async function inputsOf(root) {
  const folder = sourcesOf(root);
  const names = (await readdir(folder)).filter((name) => /\.(cc|h)$/.test(name)).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name))));
  return [...texts, JSON.stringify([names, KERNEL_SETS, FLAGS, KERNELS, String(SHARED), LINK]), process.arch];
}

/**
 * @param {import('./place.mjs').Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {string} lib the folder of the TensorFlow libraries
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<Omit<Kernels, 'key'>>}
 */
async function buildKernels({ root, cache }, env, lib, step) {
  const { command, ahead, compiler } = await findCompiler(env);
  if (compiler === 'none') return { addons: {}, compiler, failure: `${command} was not found` };
  const libraries = ['libtensorflow_cc.so.2', 'libtensorflow.so.2', 'libtensorflow_framework.so.2'].filter((name) =>
    existsSync(join(lib, name)),
  );
  const inputs = await inputsOf(root);
  const name = join('kernels', hashOf(...inputs, compiler, ...libraries).slice(0, 16));
  try {
    const folder = await cacheEntry(cache, name, step, (scratch) =>
      compile([command, ...ahead], sourcesOf(root), lib, libraries, root, scratch),
    );
    const addons = Object.keys(KERNEL_SETS[process.arch]).map((set) => [set, join(folder, `${set}.node`)]);
    return { addons: Object.fromEntries(addons), compiler };
  } catch (error) {
    return { addons: {}, compiler, failure: lastLines(String(error instanceof Error ? error.message : error), 12) };
  }
}

/**
 * @param {string[]} compiler
 * @param {string} sources
 * @param {string} lib
 * @param {string[]} libraries
 * @param {string} root
 * @param {string} folder
 */
async function compile([command, ...ahead], sources, lib, libraries, root, folder) {
  const options = { env: { ...process.env, TMPDIR: folder } };
  const run = async (/** @type {string[]} */ args) => {
    const { code, output } = await runChild(command, [...ahead, ...args], options);
    if (code !== 0) throw new Error(output);
  };
  const headers = join(root, 'node_modules/node-api-headers/include');
  const object = (/** @type {string} */ name, /** @type {string} */ source, /** @type {string[]} */ flags) =>
    run([...FLAGS, ...flags, `-I${headers}`, '-c', join(sources, source), '-o', join(folder, name)]);
  const sets = Object.entries(KERNEL_SETS[process.arch] ?? {});
  const sharedSources = (await readdir(sources)).filter((name) => SHARED.test(name)).sort();
  await Promise.all([
    ...sets.map(([set, flags]) => object(`${set}.o`, KERNELS.source, [...KERNELS.flags, ...flags])),
    ...sharedSources.map((source) => object(`${source}.o`, source, ['-O2'])),
  ]);
  const shared = sharedSources.map((source) => join(folder, `${source}.o`));
  const linked = [`-L${lib}`, ...libraries.map((name) => `-l:${name}`)];
  await Promise.all(
    sets.map(([set]) =>
      run([...LINK, '-o', join(folder, `${set}.node`), join(folder, `${set}.o`), ...shared, ...linked]),
    ),
  );
  await Promise.all([...shared, ...sets.map(([set]) => join(folder, `${set}.o`))].map((path) => rm(path)));
}
