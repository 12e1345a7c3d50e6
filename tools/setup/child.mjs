import { spawn } from 'node:child_process';

/** Running children of set-up, so that an interrupted set-up leaves none behind. @type {Set<import('node:child_process').ChildProcess>} */
const running = new Set();

/**
 * @typedef {object} ChildResult
 * @property {number} code exit status; 127 when the command could not be started
 * @property {string} output stdout and stderr, as they came
 * @property {string} stdout
 * @property {NodeJS.ErrnoException} [error] why it could not be started
 */

/**
 * Runs a command to its end and keeps what it prints. Never throws: the caller knows what a failure means.
 *
 * @param {string} command
 * @param {string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, onText?: (text: string) => void }} [options]
 * @returns {Promise<ChildResult>}
 */
export function runChild(command, args, { cwd, env = process.env, onText } = {}) {
  return new Promise((resolve) => {
    const result = /** @type {ChildResult} */ ({ code: 127, output: '', stdout: '' });
    // A group of its own, so that what the child starts (npm's and the compiler's workers) ends with it.
    const child = spawn(command, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
    running.add(child);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      result.stdout += text;
      result.output += text;
      onText?.(text);
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      result.output += text;
      onText?.(text);
    });
    child.on('error', (error) => finish({ ...result, output: error.message, error }));
    child.on('close', (code, signal) => finish({ ...result, code: code ?? (signal ? 128 : 127) }));
    /** @param {ChildResult} outcome */
    function finish(outcome) {
      running.delete(child);
      resolve(outcome);
    }
  });
}

/** Kills every running child and what it started. */
export function killChildren() {
  for (const { pid } of running) {
    try {
      if (pid) process.kill(-pid, 'SIGKILL');
    } catch {
      // It ended meanwhile.
    }
  }
}

/** The last lines of a command's output, for a message. @param {string} output @param {number} [count] */
export function lastLines(output, count = 6) {
  return output.trimEnd().split('\n').slice(-count).join('\n');
}
