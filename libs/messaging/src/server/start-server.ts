import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { resolve } from 'node:path';
import { pause } from '../connection/pause.js';
import { freePort } from './free-port.js';
import { hasSpace, metFullDisk } from './full-disk.js';
import { type ServerProcess, launch } from './launch.js';
import { findServerProgram } from './program.js';
import { type StoreLock, lockStore } from './store-lock.js';

export interface ServerOptions {
  /** Folder of the streams; made if it is not there. */
  readonly store: string;
  /** Left out: a free one, which it keeps when it is started anew. */
  readonly port?: number;
  /** What clients show to be let in; left out: one that is made anew. */
  readonly token?: string;
  /** Path of nats-server. */
  readonly program?: string;
  /** Told when the server has to be started anew, and why. */
  readonly onTrouble?: (what: string) => void;
}

/** A NATS server with JetStream that belongs to this process and listens on 127.0.0.1 only. One that ends, or that has met
 * a full disk, is started anew on the same port. */
export interface PrivateServer {
  /** `nats://TOKEN@127.0.0.1:PORT`: not to be shown, `shownUrl` is. */
  readonly url: string;
  readonly pid: number;
  /** Resolves when the server has written what it holds and ended. */
  stop(): Promise<void>;
}

const LOOK_MS = 1000;

/** Starts a private server and waits until it is ready. It ends with this process, whatever ends that.
 * @throws TlcError SERVER_NOT_FOUND, SERVER_STORE_BUSY, SERVER_UNREACHABLE (it ended at once: the message has its log) */
export async function startServer(options: ServerOptions): Promise<PrivateServer> {
  const store = resolve(options.store);
  const program = options.program ?? findServerProgram();
  const token = options.token ?? randomBytes(24).toString('hex');
  mkdirSync(store, { recursive: true });
  const lock = await lockStore(store);
  try {
    const first = await launch(program, store, { port: options.port || (await freePort()), token }, lock.hold);
    return supervise(first, { program, store, token, lock, onTrouble: options.onTrouble ?? (() => {}) });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** What cannot be looked at now, as where too many files are open, is looked at later. */
const unlessBusy = (): boolean => false;

interface Supervision {
  readonly program: string;
  readonly store: string;
  readonly token: string;
  readonly lock: StoreLock;
  readonly onTrouble: (what: string) => void;
}

function supervise(first: ServerProcess, { program, store, token, lock, onTrouble }: Supervision): PrivateServer {
  const stopping = new AbortController();
  const port = Number(new URL(first.url).port);
  let server = first;
  const restart = async () => {
    try {
      server = await launch(program, store, { port, token }, lock.hold);
    } catch (error) {
      onTrouble((error as Error).message);
    }
  };
  const watch = async () => {
    while (!stopping.signal.aborted) {
      const hasEnded = await Promise.race([server.ended.then(() => true), pause(LOOK_MS, stopping.signal)]);
      if (stopping.signal.aborted) return;
      if (hasEnded) {
        onTrouble('the NATS server ended; it is started anew');
        await pause(LOOK_MS, stopping.signal);
        if (!stopping.signal.aborted) await restart();
      } else if (await metFullDisk(store).catch(unlessBusy)) {
        onTrouble(`the disk of ${store} is full; the NATS server is started anew when there is space`);
        while (!stopping.signal.aborted && !(await hasSpace(store).catch(unlessBusy)))
          await pause(LOOK_MS, stopping.signal);
        await server.end();
        if (!stopping.signal.aborted) await restart();
      }
    }
  };
  const watching = watch();
  return {
    url: first.url,
    get pid() {
      return server.pid;
    },
    stop: async () => {
      stopping.abort();
      await server.end();
      await watching;
      await server.end();
      lock.release();
    },
  };
}
