import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TlcError } from '#contracts';
import { endWithParent } from './end-with-parent.js';
import { findServerProgram } from './program.js';
import { type StoreLock, lockStore } from './store-lock.js';

export interface ServerOptions {
  /** Folder of the streams; made if it is not there. */
  readonly store: string;
  /** 0, the default: any free port. */
  readonly port?: number;
  /** Path of nats-server. */
  readonly program?: string;
}

/** A NATS server with JetStream that belongs to this process and listens on 127.0.0.1 only. */
export interface PrivateServer {
  /** `nats://127.0.0.1:PORT` */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has written what it holds and ended. */
  stop(): Promise<void>;
}

/** Larger than a message of TLC may be (1 MiB), so that one that is too large gets an answer that says so. */
const MAX_PAYLOAD = 8 * 1024 * 1024;
const READY_MS = 15_000;

/** Starts a private server and waits until it is ready. It ends with this process, whatever ends that.
 * @throws TlcError SERVER_NOT_FOUND, SERVER_STORE_BUSY, SERVER_UNREACHABLE (it ended at once: the message has its log) */
export async function startServer(options: ServerOptions): Promise<PrivateServer> {
  const store = resolve(options.store);
  const program = options.program ?? findServerProgram();
  mkdirSync(store, { recursive: true });
  const lock = await lockStore(store);
  try {
    return await launch(program, store, options.port ?? 0, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

async function launch(program: string, store: string, port: number, lock: StoreLock): Promise<PrivateServer> {
  const config = join(store, 'server.conf');
  const log = join(store, 'server.log');
  rmSync(log, { force: true });
  writeFileSync(config, `max_payload: ${MAX_PAYLOAD}\nlog_size_limit: 4MB\nlog_file: ${JSON.stringify(log)}\n`);
  const where = ['-a', '127.0.0.1', '-p', String(port || -1)];
  const child = spawn(program, [...where, '-js', '-sd', store, '--ports_file_dir', store, '-c', config], {
    stdio: 'ignore',
    detached: true,
  });
  const ended = once(child, 'exit').catch(() => {});
  await once(child, 'spawn').catch((error: Error) => {
    throw new TlcError('SERVER_NOT_FOUND', `${program} cannot be started: ${error.message}`, { cause: error });
  });
  lock.hold(child.pid!);
  const unguard = endWithParent(child.pid!, 'TERM');
  child.unref();
  void ended.then(unguard);
  const url = await ready(child, store, log);
  let stopping: Promise<void> | undefined;
  return { url, pid: child.pid!, stop: () => (stopping ??= stop(child, ended, lock)) };
}

async function ready(child: ChildProcess, store: string, log: string): Promise<string> {
  const ports = join(store, `nats-server_${child.pid}.ports`);
  for (let waited = 0; waited < READY_MS; waited += 10) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new TlcError('SERVER_UNREACHABLE', `the private NATS server ended at once: ${tail(log)}`);
    }
    const [url] = readPorts(ports);
    if (url) return url;
    await sleep(10);
  }
  child.kill('SIGKILL');
  throw new TlcError(
    'SERVER_UNREACHABLE',
    `the private NATS server was not ready in ${READY_MS / 1000} s: ${tail(log)}`,
  );
}

function readPorts(file: string): string[] {
  try {
    return (JSON.parse(readFileSync(file, 'utf8')) as { nats: string[] }).nats;
  } catch {
    return [];
  }
}

function tail(log: string): string {
  try {
    return readFileSync(log, 'utf8').trim().split('\n').slice(-3).join(' | ');
  } catch {
    return 'it left no log';
  }
}

async function stop(child: ChildProcess, ended: Promise<unknown>, lock: StoreLock): Promise<void> {
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await ended;
  clearTimeout(timer);
  lock.release();
}
