import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindingPath, buildBinding, checkBinding, hasOwnBinding, placeBinding, tfjsPackage } from './binding.mjs';
import { findCompiler } from './compiler.mjs';
import { SetupError } from './failures.mjs';
import { hashOf } from './hash.mjs';
import { findNatsServer } from './nats-server.mjs';
import { shown } from './progress.mjs';
import { fromHere } from './supplied.mjs';
import { findTensorFlow } from './tensorflow.mjs';

/**
 * `.tlc/native.json`: the native pieces of this checkout. The product reads the NATS server's path from it.
 *
 * @typedef {object} Native
 * @property {string} key what decided the rest
 * @property {{ lib: string, include: string | null, version: string, source: string }} [tensorflow] none: WebAssembly computes
 * @property {{ path: string, compiler: string, bytes: number }} [binding]
 * @property {{ reason: string, compiler: string }} [without] why there is none, and the compiler that it could not be built with
 * @property {import('./nats-server.mjs').NatsServer} natsServer
 */
/** @typedef {Omit<Native, 'key' | 'natsServer'>} TensorFlowPieces */
/** @typedef {import('./place.mjs').Place} Place */
/** @typedef {import('./progress.mjs').Progress} Progress */

/**
 * Sees to the TensorFlow library, its binding and the NATS server; at once where nothing changed.
 *
 * @param {Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {Progress} progress
 */
export async function ensureNative(place, env, progress) {
  const file = join(place.state, 'native.json');
  const key = await keyOf(place, env);
  if (await isCurrent(file, key, place.root, env)) return;
  const natsServer = await shown(
    progress,
    'NATS server',
    (step) => findNatsServer(env, place.cache, step),
    ({ version, source }) => `(${version}, ${source})`,
  );
  const native = { key, ...(await tensorFlowOrNone(place, env, progress)), natsServer };
  await mkdir(place.state, { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(native, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
}

/** What this machine cannot be helped with by trying again: WebAssembly then computes, unless TLC_ENGINE asks for the library. */
const CANNOT_BE_HAD = ['SETUP_PLATFORM', 'SETUP_NO_COMPILER', 'SETUP_COMPILE', 'SETUP_BINDING'];

/**
 * @param {Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {Progress} progress
 * @returns {Promise<TensorFlowPieces>}
 */
async function tensorFlowOrNone(place, env, progress) {
  const { compiler } = await findCompiler(env);
  if (env.TLC_ENGINE === 'wasm') return { without: { reason: 'TLC_ENGINE is wasm', compiler } };
  try {
    return await ensureTensorFlow(place, env, progress);
  } catch (error) {
    if (!(error instanceof SetupError) || !CANNOT_BE_HAD.includes(error.code) || env.TLC_ENGINE === 'native')
      throw error;
    progress.note(
      'there is no native TensorFlow library here, so WebAssembly will compute: the same results within rounding, in ' +
        `some 5 to 15 times the time of two cores. TLC_ENGINE=native makes this an error.\n${error.lines().join('\n')}`,
    );
    return { without: { reason: `${error.code}: ${error.message}`, compiler } };
  }
}

/**
 * @param {Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {Progress} progress
 * @returns {Promise<TensorFlowPieces>}
 */
async function ensureTensorFlow(place, env, progress) {
  const { root, cache } = place;
  if (!env.TLC_TENSORFLOW && hasOwnBinding(root)) {
    const versions = await checkBinding(root).catch(() => undefined);
    if (versions) {
      const lib = join(tfjsPackage(root), 'deps/lib');
      return {
        tensorflow: { lib, include: null, version: versions.tensorflow, source: 'installed with its package' },
        binding: { path: bindingPath(root), compiler: 'none', bytes: statSync(bindingPath(root)).size },
      };
    }
  }
  const tensorflow = await shown(
    progress,
    'TensorFlow library',
    (step) => findTensorFlow(env, cache, step),
    ({ source }) => `(${source})`,
  );
  const [compiler, versions] = await shown(
    progress,
    'TensorFlow binding',
    async (step) => {
      const built = await buildBinding(root, tensorflow, env, cache, step);
      await placeBinding(root, built.path, tensorflow);
      return /** @type {const} */ ([built.compiler, await checkBinding(root)]);
    },
    ([, { tfjs, tensorflow: version }]) => `(TensorFlow.js ${tfjs} over TensorFlow ${version})`,
  );
  const { lib, include, source } = tensorflow;
  return {
    tensorflow: { lib, include, version: versions.tensorflow, source },
    binding: { path: bindingPath(root), compiler, bytes: statSync(bindingPath(root)).size },
  };
}

/** All that decides which pieces are right: pins, packages, what the user supplies. @param {Place} place @param {NodeJS.ProcessEnv} env */
async function keyOf(place, env) {
  const pins = ['tensorflow.txt', 'nats-server.txt'].map((name) => new URL(`requirements/${name}`, import.meta.url));
  const texts = await Promise.all(pins.map((url) => readFile(url)));
  const { version } = JSON.parse(await readFile(join(tfjsPackage(place.root), 'package.json'), 'utf8'));
  const supplied = [env.TLC_TENSORFLOW, env.TLC_NATS_SERVER].map((value) => {
    const found = value && statSync(fromHere(value.split('#')[0]), { throwIfNoEntry: false });
    return `${value ?? ''} ${found ? found.mtimeMs : ''}`;
  });
  return hashOf(...texts, version, ...supplied, env.CXX ?? '', env.TLC_ENGINE ?? '', place.cache, process.arch).slice(
    0,
    16,
  );
}

/**
 * What could not be had is tried again when the compiler is another.
 *
 * @param {string} file
 * @param {string} key
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 */
async function isCurrent(file, key, root, env) {
  try {
    const native = /** @type {Native} */ (JSON.parse(readFileSync(file, 'utf8')));
    if (native.key !== key || !existsSync(native.natsServer.path)) return false;
    if (native.without) return native.without.compiler === (await findCompiler(env)).compiler;
    const placed = statSync(bindingPath(root)).size === native.binding?.bytes;
    return placed && existsSync(join(tfjsPackage(root), 'deps/lib')) && existsSync(native.tensorflow?.lib ?? '');
  } catch {
    return false;
  }
}
