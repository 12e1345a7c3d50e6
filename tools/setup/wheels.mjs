import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { SetupError } from './failures.mjs';

/**
 * A wheel that set-up fetches, as its requirements file pins it for this machine.
 *
 * @typedef {object} Wheel
 * @property {string} name
 * @property {string} version
 * @property {string} sha256
 * @property {string} requirements path of the file that pip reads
 * @property {string} machine `x86_64` or `aarch64`
 */

/** @type {Record<string, string>} */
const MACHINES = { x64: 'x86_64', arm64: 'aarch64' };

/**
 * The wheel pinned in `requirements/<file>` for this machine.
 *
 * @param {string} file
 * @param {import('./failures.mjs').Part} part
 * @param {string} [folder]
 * @returns {Wheel}
 * @throws {SetupError} SETUP_PLATFORM where there is none
 */
export function pinnedWheel(file, part, folder = fileURLToPath(new URL('requirements/', import.meta.url))) {
  const requirements = `${folder}/${file}`;
  const machine = process.platform === 'linux' && hasGlibc() ? MACHINES[process.arch] : undefined;
  const pattern = /^(\S+)==(\S+) ; platform_machine == "(\w+)" --hash=sha256:(\w{64})$/gm;
  for (const [, name, version, forMachine, sha256] of readFileSync(requirements, 'utf8').matchAll(pattern)) {
    if (forMachine === machine) return { name, version, sha256, requirements, machine };
  }
  const here = `${process.platform} ${process.arch}${process.platform === 'linux' && !hasGlibc() ? ' without glibc' : ''}`;
  throw new SetupError('SETUP_PLATFORM', `there is no wheel of the ${part} for ${here}`, { part });
}

/** Node's own report names glibc's version where Node runs on it. */
function hasGlibc() {
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return Boolean(report.header?.glibcVersionRuntime);
}
