import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TlcError, isAlive } from '#contracts';
import { kernelLock } from './kernel-lock.js';

interface Holder {
  /** The process that started the server. */
  readonly owner: number;
  readonly server?: number;
}

/** Who uses a store folder: two servers in one folder would destroy each other's streams. */
export interface StoreLock {
  /** Writes down the server's process. */
  hold(server: number): void;
  release(): void;
}

/** Takes the lock of a store folder. A server that outlived its owner is ended first, by whoever has the kernel's lock.
 * @throws TlcError SERVER_STORE_BUSY */
export async function lockStore(store: string): Promise<StoreLock> {
  const file = join(store, 'server.json');
  const release = await kernelLock(store);
  if (!release) throw busy(store, read(file));
  const write = (holder: Holder, flag: string) => writeFileSync(file, JSON.stringify(holder), { flag });
  try {
    for (let attempt = 0; ; attempt += 1) {
      try {
        write({ owner: process.pid }, 'wx');
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt >= 5) throw error;
      }
      await evict(store, file);
    }
  } catch (error) {
    release();
    throw error;
  }
  return {
    hold: (server) => write({ owner: process.pid, server }, 'w'),
    release: () => {
      rmSync(file, { force: true });
      release();
    },
  };
}

function busy(store: string, { owner, server }: Partial<Holder>): TlcError {
  const whose = owner === undefined ? 'another process' : `the NATS server of process ${owner}`;
  return new TlcError('SERVER_STORE_BUSY', `${store} is in use by ${whose}`, { details: { store, owner, server } });
}

async function evict(store: string, file: string): Promise<void> {
  const { owner, server } = read(file);
  const isServing = server !== undefined && serves(server, store);
  if (owner !== undefined && isAlive(owner) && (isServing || server === undefined)) {
    throw busy(store, { owner, server });
  }
  if (isServing) await end(server);
  rmSync(file, { force: true });
}

function read(file: string): Partial<Holder> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
  } catch {
    return {};
  }
}

async function end(pid: number): Promise<void> {
  for (let waited = 0; isAlive(pid); waited += 20) {
    process.kill(pid, waited < 3000 ? 'SIGTERM' : 'SIGKILL');
    await sleep(20);
  }
}

/** Whether the process is a server of this store folder, and not another that got its number later. */
function serves(pid: number, store: string): boolean {
  if (!isAlive(pid)) return false;
  try {
    return execFileSync('ps', ['-ww', '-o', 'args=', '-p', String(pid)], { encoding: 'utf8' }).includes(store);
  } catch {
    return commandLine(pid).includes(store);
  }
}

/** Without `ps`, as in small container images. */
function commandLine(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
