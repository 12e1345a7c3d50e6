import { existsSync, readFileSync, statSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bindingPath, buildBinding, checkBinding, hasOwnBinding, placeBinding, tfjsPackage } from './binding.mjs';
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
 * @property {{ lib: string, include: string | null, version: string, source: string }} tensorflow
 * @property {{ path: string, compiler: string, bytes: number }} binding
 * @property {import('./nats-server.mjs').NatsServer} natsServer
 */
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
  if (isCurrent(file, key, place.root)) return;
  const natsServer = await shown(
    progress,
    'NATS server',
    (step) => findNatsServer(env, place.cache, step),
    ({ version, source }) => `(${version}, ${source})`,
  );
  const native = { key, ...(await ensureTensorFlow(place, env, progress)), natsServer };
  await mkdir(place.state, { recursive: true });
  await writeFile(`${file}.${process.pid}`, `${JSON.stringify(native, null, 2)}\n`);
  await rename(`${file}.${process.pid}`, file);
}

/** @param {Place} place @param {NodeJS.ProcessEnv} env @param {Progress} progress */
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
  return hashOf(...texts, version, ...supplied, env.CXX ?? '', place.cache, process.arch).slice(0, 16);
}

/** @param {string} file @param {string} key @param {string} root */
function isCurrent(file, key, root) {
  try {
    const native = /** @type {Native} */ (JSON.parse(readFileSync(file, 'utf8')));
    const placed =
      statSync(bindingPath(root)).size === native.binding.bytes && existsSync(join(tfjsPackage(root), 'deps/lib'));
    return native.key === key && placed && existsSync(native.tensorflow.lib) && existsSync(native.natsServer.path);
  } catch {
    return false;
  }
}
