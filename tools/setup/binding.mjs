import { existsSync, lstatSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheEntry } from './cache.mjs';
import { lastLines, runChild } from './child.mjs';
import { findCompiler } from './compiler.mjs';
import { SetupError } from './failures.mjs';
import { hashOf } from './hash.mjs';

/** @typedef {import('./tensorflow.mjs').TensorFlow} TensorFlow */

const SOURCES = ['tfjs_backend.cc', 'tfjs_binding.cc'];
const FLAGS = ['-std=c++17', '-O2', '-fPIC', '-fvisibility=hidden', '-DNAPI_VERSION=8', '-DBUILDING_NODE_EXTENSION'];
/** Where the package's own build looks for the library: below the package, so that a link there leads to the cache. */
const RPATH = '-Wl,-rpath,$ORIGIN/../../deps/lib';

/** @param {string} root */
export const tfjsPackage = (root) => join(root, 'node_modules/@tensorflow/tfjs-node');
/** @param {string} root */
export const bindingPath = (root) => join(tfjsPackage(root), 'lib/napi-v8/tfjs_binding.node');

/**
 * Builds the binding between Node and TensorFlow from the package's own sources, unless the cache has it.
 *
 * @param {string} root
 * @param {TensorFlow} tensorflow
 * @param {NodeJS.ProcessEnv} env
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<{ path: string, compiler: string }>}
 * @throws {SetupError} SETUP_NO_COMPILER, SETUP_COMPILE
 */
export async function buildBinding(root, tensorflow, env, cache, step) {
  const sources = join(tfjsPackage(root), 'binding');
  const texts = await Promise.all((await readdir(sources)).sort().map((name) => readFile(join(sources, name))));
  const name = join('binding', hashOf(...texts, ...FLAGS, RPATH, tensorflow.id, process.arch).slice(0, 16));
  const { command, ahead, compiler } = await findCompiler(env);
  if (compiler === 'none') return builtEarlier(join(cache, name), command);
  const entry = join(name, hashOf(compiler).slice(0, 16));
  const folder = await cacheEntry(cache, entry, step, (scratch) => {
    const headers = [tensorflow.include, join(root, 'node_modules/node-api-headers/include')];
    return compile([command, ...ahead], sources, headers, tensorflow, scratch);
  });
  return { path: join(folder, 'tfjs_binding.node'), compiler };
}

/** Without a compiler, a binding that any compiler built from the same sources serves. @param {string} folder @param {string} command */
async function builtEarlier(folder, command) {
  const [built] = await readdir(folder).catch(() => []);
  if (built) return { path: join(folder, built, 'tfjs_binding.node'), compiler: 'built earlier' };
  throw new SetupError('SETUP_NO_COMPILER', `TensorFlow's binding cannot be built: ${command} was not found`);
}

/**
 * @param {string[]} compiler
 * @param {string} sources
 * @param {string[]} headers
 * @param {TensorFlow} tensorflow
 * @param {string} folder
 */
async function compile([command, ...ahead], sources, headers, tensorflow, folder) {
  // The compiler's own temporary files go where the rest goes, and so are removed with it.
  const options = { env: { ...process.env, TMPDIR: folder } };
  const include = headers.map((path) => `-I${path}`);
  const objects = SOURCES.map((name) => join(folder, `${name}.o`));
  const compiled = await Promise.all(
    SOURCES.map((name, i) =>
      runChild(command, [...ahead, ...FLAGS, ...include, '-c', join(sources, name), '-o', objects[i]], options),
    ),
  );
  compiled.forEach(refuse);
  const libraries = [`-L${tensorflow.lib}`, ...tensorflow.libraries.map((name) => `-l:${name}`)];
  const target = join(folder, 'tfjs_binding.node');
  refuse(await runChild(command, [...ahead, '-shared', '-o', target, ...objects, ...libraries, RPATH], options));
  await Promise.all(objects.map((path) => rm(path)));
}

/** @param {import('./child.mjs').ChildResult} result */
function refuse({ code, output }) {
  if (code === 0) return;
  if (/No space left on device/i.test(output)) throw new SetupError('SETUP_DISK_FULL', lastLines(output));
  throw new SetupError('SETUP_COMPILE', `TensorFlow's binding did not build:\n${lastLines(output, 12)}`);
}

/**
 * Puts the binding and a link to the library where the package looks for them.
 *
 * @param {string} root
 * @param {string} built
 * @param {TensorFlow} tensorflow
 */
export async function placeBinding(root, built, tensorflow) {
  const link = join(tfjsPackage(root), 'deps/lib');
  const target = bindingPath(root);
  await mkdir(join(target, '..'), { recursive: true });
  await mkdir(join(link, '..'), { recursive: true });
  await copyFile(built, `${target}.${process.pid}`);
  await rename(`${target}.${process.pid}`, target);
  if (lstatSync(link, { throwIfNoEntry: false })?.isDirectory()) await rm(link, { recursive: true });
  await symlink(tensorflow.lib, `${link}.${process.pid}`);
  await rename(`${link}.${process.pid}`, link);
}

/**
 * Loads TensorFlow through the binding, in a child process: a library that does not fit can end the process.
 *
 * @param {string} root
 * @returns {Promise<{ tfjs: string, tensorflow: string }>} versions
 * @throws {SetupError} SETUP_BINDING
 */
export async function checkBinding(root) {
  const script = `const tf = require('@tensorflow/tfjs-node');
    if (tf.tensor1d([1, 2]).sum().dataSync()[0] !== 3) throw new Error('1 + 2 was not 3');
    console.log(JSON.stringify({ tfjs: tf.version.tfjs, tensorflow: tf.backend().binding.TF_Version }));`;
  const { code, stdout, output } = await runChild(process.execPath, ['-e', script], {
    cwd: root,
    env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: '2', NODE_OPTIONS: '' },
  });
  if (code === 0) return JSON.parse(lastLines(stdout, 1));
  throw new SetupError('SETUP_BINDING', `TensorFlow did not load:\n${lastLines(output, 12)}`, {
    part: 'TensorFlow library',
  });
}

/** Whether the package has a binding that set-up did not place: its own install script's. @param {string} root */
export function hasOwnBinding(root) {
  const link = lstatSync(join(tfjsPackage(root), 'deps/lib'), { throwIfNoEntry: false });
  return existsSync(bindingPath(root)) && Boolean(link) && !link?.isSymbolicLink();
}
