import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TlcError } from '#contracts';
import { checkVersion } from '../connection/server-version.js';
import { endWithParent } from './end-with-parent.js';

/** A nats-server process that is ready. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  /** Resolves when it has ended, for whatever reason. */
  readonly ended: Promise<void>;
  /** Ends it; resolves when what it holds is written. */
  end(): Promise<void>;
}

/** Larger than a message of TLC may be (1 MiB), so that one that is too large gets an answer that says so. */
const MAX_PAYLOAD = 8 * 1024 * 1024;
const READY_MS = 15_000;
const END_MS = 10_000;

export const logOf = (store: string): string => join(store, 'server.log');

/** Starts nats-server on 127.0.0.1, with JetStream in a folder, for clients that show its token, and waits until it is ready. It ends with this process.
 * @param onSpawn told the process's number at once
 * @throws TlcError SERVER_NOT_FOUND, SERVER_TOO_OLD, SERVER_UNREACHABLE with the last lines of its log */
export async function launch(
  program: string,
  store: string,
  { port, token }: { readonly port: number; readonly token: string },
  onSpawn: (pid: number) => void,
): Promise<ServerProcess> {
  checkProgram(program);
  const config = join(store, 'server.conf');
  const log = JSON.stringify(logOf(store));
  rmSync(logOf(store), { force: true });
  // The token stands in a file, not among the arguments, which every user of the machine can read
  rmSync(config, { force: true });
  const authorization = `authorization { token: ${JSON.stringify(token)} }`;
  // What was acknowledged is on the disk: the server alone keeps it, and a machine that fails loses none of it
  const jetstream = `jetstream { store_dir: ${JSON.stringify(store)}, sync_interval: always }`;
  const lines = [`max_payload: ${MAX_PAYLOAD}`, 'log_size_limit: 4MB', `log_file: ${log}`, authorization, jetstream];
  writeFileSync(config, `${lines.join('\n')}\n`, { mode: 0o600 });
  const where = ['-a', '127.0.0.1', '-p', String(port)];
  const child = spawn(program, [...where, '--ports_file_dir', store, '-c', config], {
    stdio: 'ignore',
    // A session of its own: Ctrl-C in a terminal is for this process, which ends the server last.
    detached: true,
  });
  const ended = once(child, 'exit').then(
    () => {},
    () => {},
  );
  await once(child, 'spawn').catch((error: Error) => {
    throw new TlcError('SERVER_NOT_FOUND', `${program} cannot be started: ${error.message}`, { cause: error });
  });
  const pid = child.pid!;
  onSpawn(pid);
  void ended.then(endWithParent(pid, 'TERM'));
  child.unref();
  const end = async () => {
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), END_MS);
    await ended;
    clearTimeout(timer);
  };
  const isRunning = () => child.exitCode === null && child.signalCode === null;
  const url = await ready(join(store, `nats-server_${pid}.ports`), isRunning);
  if (url) return { url: withToken(url, token), pid, ended, end };
  await end();
  throw new TlcError('SERVER_UNREACHABLE', `the private NATS server did not come up: ${lastLines(store)}`);
}

/** An old server would not know all that its config says. */
function checkProgram(program: string): void {
  const { stdout } = spawnSync(program, ['--version'], { encoding: 'utf8', timeout: READY_MS });
  checkVersion(stdout ?? undefined, program);
}

function withToken(url: string, token: string): string {
  const { host } = new URL(url);
  return `nats://${token}@${host}`;
}

/** The address that the server writes down when it is ready, or undefined if it does not. */
async function ready(ports: string, isRunning: () => boolean): Promise<string | undefined> {
  for (let waited = 0; waited < READY_MS && isRunning(); waited += 10) {
    try {
      return (JSON.parse(readFileSync(ports, 'utf8')) as { nats: string[] }).nats[0];
    } catch {
      await sleep(10);
    }
  }
  return undefined;
}

function lastLines(store: string): string {
  try {
    return readFileSync(logOf(store), 'utf8').trim().split('\n').slice(-3).join(' | ');
  } catch {
    return 'it left no log';
  }
}
