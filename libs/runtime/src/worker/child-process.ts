import { type ChildProcess, fork } from 'node:child_process';
import { endWithParent } from '#messaging';
import { compiled } from './compiled.js';
import { childEnvironment } from './environment.js';
import type { FromChild, ToChild } from './protocol.js';

/** How a child process ended, such as `SIGKILL` or `exit 1`, and the last it printed. */
export interface Ending {
  readonly how: string;
  readonly output: string;
}

/** A running child process. */
export interface Child {
  readonly pid: number | undefined;
  send(message: ToChild): void;
  /** Calls back with each of its messages; returns a function that ends it. */
  listen(listener: (message: FromChild) => void): () => void;
  readonly ended: Promise<Ending>;
  kill(): void;
}

const OUTPUT_CHARACTERS = 4000;

/** Starts a child process with these arguments (see child.ts). */
export function startChild(args: readonly string[]): Child {
  const child = fork(compiled(new URL('./child.js', import.meta.url)), args, {
    env: childEnvironment(),
    execArgv: ['--enable-source-maps'],
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    // Structured clones: a loss that is NaN stays NaN.
    serialization: 'advanced',
    // A session of its own: Ctrl-C in a terminal is for the service, which then ends its children in order.
    detached: true,
  });
  const unguard = child.pid === undefined ? () => {} : endWithParent(child.pid, 'KILL');
  const listeners = new Set<(message: FromChild) => void>();
  let output = '';
  const keep = (text: string) => void (output = (output + text).slice(-OUTPUT_CHARACTERS));
  child.stdout?.setEncoding('utf8').on('data', keep);
  child.stderr?.setEncoding('utf8').on('data', keep);
  child.on('message', (message: FromChild) => listeners.forEach((listener) => listener(message)));
  const ended = ending(child).then((how) => {
    unguard();
    return { how, output: output.trim() };
  });
  return {
    pid: child.pid,
    send: (message) => void (child.connected && child.send(message, () => {})),
    listen: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    ended,
    kill: () => void child.kill('SIGKILL'),
  };
}

/** `close` comes after the last output; a program that cannot be started gives `error` instead. */
function ending(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(signal ?? `exit ${code}`));
  });
}
