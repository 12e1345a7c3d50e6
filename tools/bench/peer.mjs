/** Programs that print one line of JSON, ours and the peers'. */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const { childEnvironment } = await import(
  new URL('../../dist/libs/runtime/src/worker/environment.js', import.meta.url).href
);

/** The environment that a service gives to the process of a job. */
const OURS = { TF_CPP_MIN_LOG_LEVEL: '2', ...childEnvironment() };

/** The user's own: what `npm run bench` has set for us is taken out. */
const PEERS = Object.fromEntries(Object.entries(process.env).filter(([key]) => !/^(MALLOC|TF|TLC)_/.test(key)));

/** What a script is started with, ours or a peer's. @param {string} name */
export const environmentOf = (name) => (name.endsWith('.py') ? PEERS : OURS);

/** What limits a script of ours to so many threads, as TLC_THREADS does. @param {string} [threads] left out: no limit */
export const limitedTo = (threads) => (threads ? childEnvironment({ TLC_THREADS: threads }) : {});

/**
 * Runs a script beside this file, by Node or, where it ends in .py, by `python`.
 *
 * @param {string} name @param {string[]} flags @param {string} [python] @param {NodeJS.ProcessEnv} [env] besides
 */
export function runScript(name, flags, python, env = {}) {
  const path = fileURLToPath(new URL(name, import.meta.url));
  const output = execFileSync(name.endsWith('.py') ? python : process.execPath, [path, ...flags], {
    encoding: 'utf8',
    env: { ...environmentOf(name), ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(output.trim().split('\n').at(-1));
}

/**
 * A Python with PyTorch and what else is asked for: TLC_PEER_PYTHON, or python3 on PATH; undefined, and a word about it,
 * where there is none.
 *
 * @param {(what: string) => void} progress @param {string[]} [packages]
 */
export const findPython = (progress, packages = []) => findPythonWith(progress, ['torch', ...packages]);

/** The same with these packages alone. @param {(what: string) => void} progress @param {string[]} wanted */
export function findPythonWith(progress, wanted) {
  for (const python of [process.env.TLC_PEER_PYTHON, 'python3'].filter(Boolean)) {
    try {
      execFileSync(python, ['-c', `import ${wanted.join(', ')}`], { stdio: 'ignore' });
      return python;
    } catch {
      continue;
    }
  }
  progress(`no Python with ${wanted.join(', ')} (TLC_PEER_PYTHON, or python3 on PATH): no peer beside the figures`);
  return undefined;
}
