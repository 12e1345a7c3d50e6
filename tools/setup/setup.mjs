import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SetupError } from './failures.mjs';
import { ensureKernels } from './kernels.mjs';
import { ensureNative } from './native.mjs';
import { isInRange } from './node-version.mjs';
import { ensurePackages } from './packages.mjs';

/**
 * All of set-up but the build, in order. A step that has nothing to do costs milliseconds and shows nothing.
 *
 * @param {import('./place.mjs').Place} place
 * @param {NodeJS.ProcessEnv} env
 * @param {import('./progress.mjs').Progress} progress
 * @throws {SetupError}
 */
export async function setUp(place, env, progress) {
  checkNode(place.root);
  await ensurePackages(place.root, progress);
  await ensureNative(place, env, progress);
  await ensureKernels(place, env, progress);
}

/** @param {string} root */
function checkNode(root) {
  const { engines } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  if (isInRange(process.version, engines.node)) return;
  throw new SetupError('SETUP_NODE_VERSION', `this is Node ${process.version}; ${engines.node} is needed`);
}
