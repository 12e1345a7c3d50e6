import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, runChild } from './child.mjs';
import { SetupError } from './failures.mjs';
import { hashOf } from './hash.mjs';
import { shown } from './progress.mjs';

/** @typedef {{ version?: string, integrity?: string, optional?: boolean, link?: boolean }} LockedPackage */

/**
 * Sees to node_modules: `npm ci` without install scripts, unless what is there agrees with package-lock.json.
 *
 * @param {string} root
 * @param {import('./progress.mjs').Progress} progress
 * @throws {SetupError} SETUP_PACKAGES, SETUP_DISK_FULL
 */
export async function ensurePackages(root, progress) {
  const lock = await readFile(join(root, 'package-lock.json'), 'utf8');
  const stampFile = join(root, 'node_modules/.tlc-packages');
  const stamp = hashOf(lock, process.arch, process.platform);
  if ((await readFile(stampFile, 'utf8').catch(() => '')) === stamp) return;
  if (!(await isInstalled(root, lock))) {
    await shown(progress, 'packages (npm ci)', () => installPackages(root));
  }
  await writeFile(stampFile, stamp);
}

/** npm writes what it installed into node_modules, last of all. @param {string} root @param {string} lock */
async function isInstalled(root, lock) {
  const text = await readFile(join(root, 'node_modules/.package-lock.json'), 'utf8').catch(() => undefined);
  if (text === undefined) return false;
  const wanted = /** @type {Record<string, LockedPackage>} */ (JSON.parse(lock).packages);
  const installed = /** @type {Record<string, LockedPackage>} */ (JSON.parse(text).packages);
  return Object.entries(wanted).every(([path, { version, integrity, optional }]) => {
    const found = installed[path];
    // An optional package of another platform is in the lock file and not on the disk.
    if (path === '' || (!found && optional)) return true;
    return found?.version === version && found?.integrity === integrity;
  });
}

/** @param {string} root */
async function installPackages(root) {
  // Under `npm start`, the npm that runs is the npm to use.
  const script = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  const [command, ...ahead] = script ? [process.execPath, script] : ['npm'];
  const args = [...ahead, 'ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', '--prefer-offline'];
  const { code, output } = await runChild(command, args, { cwd: root });
  if (code === 0) return;
  if (/ENOSPC/.test(output)) throw new SetupError('SETUP_DISK_FULL', `no space left in ${root}:\n${lastLines(output)}`);
  throw new SetupError('SETUP_PACKAGES', `npm ci failed with ${code}:\n${lastLines(output, 15)}`);
}
