import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url)).replace(/\/$/, '');

/** A copy of the workspace, of links, without plugins: what is made in it is gone with it, and no test beside this one
 * finds a plugin that is not there for long. */
export async function makeWorkspace() {
  const folder = await mkdtemp(join(tmpdir(), 'tlc-workspace-'));
  await mkdir(join(folder, 'libs/plugins'), { recursive: true });
  const link = (/** @type {string} */ path) => symlink(join(root, path), join(folder, path));
  const libs = (await readdir(join(root, 'libs'))).filter((name) => name !== 'plugins').map((name) => `libs/${name}`);
  const files = ['package.json', 'nx.json', 'tsconfig.base.json', 'jest.preset.js', '.swcrc', '.prettierrc'];
  for (const path of [...files, ...libs, 'node_modules', 'tools']) await link(path);
  return {
    folder,
    remove: () => rm(folder, { recursive: true }),
    /**
     * Runs a program of node_modules; what it printed is in the error where it fails.
     *
     * @param {string} program such as `nx/dist/bin/nx.js`
     * @param {...string} args
     * @returns {Promise<string>} what it printed
     */
    run: (program, ...args) => run(folder, program, args),
  };
}

/**
 * @param {string} cwd
 * @param {string} program
 * @param {string[]} args
 * @returns {Promise<string>}
 */
function run(cwd, program, args) {
  const flags = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const env = { ...process.env, NX_DAEMON: 'false', NX_WORKSPACE_ROOT_PATH: cwd, CI: 'true' };
  const child = spawn(process.execPath, [...flags, join('node_modules', program), ...args], { cwd, env });
  let printed = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (printed += data));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) =>
      code === 0 ? resolve(printed) : reject(new Error(`${program} ${args[0]}: ${printed}`)),
    );
  });
}
