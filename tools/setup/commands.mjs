import { join } from 'node:path';
import { launch } from './launch.mjs';
import { mainJob } from './main-job.mjs';
import { usualStart } from './usual-start.mjs';
import { createProgress } from './progress.mjs';
import { clearResults, summarize } from './test-summary.mjs';

/** @typedef {{ root: string, env: NodeJS.ProcessEnv, args: string[] }} Call */

/** What each of package.json's scripts runs once set-up is done. @type {Record<string, (call: Call) => Promise<number>>} */
export const COMMANDS = {
  start: async ({ root, env, args }) => {
    const job = await mainJob(env, createProgress());
    return node(root, 'dist/apps/cli/src/main.js', ['run', ...job, ...args], env);
  },
  // Paths among the arguments are meant from where the user is: npm changes to the root, and remembers.
  tlc: async ({ root, env, args }) =>
    node(
      root,
      'dist/apps/cli/src/main.js',
      [...args, ...(await usualStart(args, env, createProgress()))],
      env,
      (env.npm_lifecycle_event && env.INIT_CWD) || process.cwd(),
    ),
  bench: ({ root, env, args }) => node(root, 'tools/bench/bench.mjs', args, env),
  test: runTests,
};

/** @param {string} root @param {string} script @param {string[]} args @param {NodeJS.ProcessEnv} env */
function node(root, script, args, env, cwd = root) {
  return launch(process.execPath, [join(root, script), ...args], { cwd, env });
}

/** Lint, type check and tests, by Nx and its cache. Of the whole house the first two are one run each, which takes a tenth of
 * what a run for each project does; arguments choose projects, which are checked by their own targets. @param {Call} call */
async function runTests({ root, env, args }) {
  await clearResults(root);
  const terminal = process.stdout.isTTY;
  const targets = args.length > 0 ? ['lint', 'typecheck', 'test'] : ['check', 'test'];
  const nx = ['run-many', '-t', ...targets, ...(terminal ? [] : ['--outputStyle=static']), ...args];
  // Nx asks its tasks for colours wherever it runs, unless told.
  const plain = { FORCE_COLOR: '0', NX_DAEMON: 'false', NX_TUI: 'false' };
  const nxEnv = { ...env, ...plain, ...(terminal && { FORCE_COLOR: env.FORCE_COLOR }) };
  const code = await node(root, 'node_modules/nx/dist/bin/nx.js', nx, nxEnv);
  process.stdout.write(`${await summarize(root, code)}\n`);
  return code;
}
