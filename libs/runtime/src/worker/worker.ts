import type { OperationResult, PluginChoice } from '#jobs';
import { type Child, startChild } from './child-process.js';
import { type JobWatcher, exchange } from './exchange.js';
import type { ChildJob } from './protocol.js';
import { warmInTurn } from './warm-in-turn.js';

export interface WorkerState {
  readonly state: 'none' | 'starting' | 'warm' | 'busy';
  readonly pid?: number;
}

/** A child process that does one job at a time and is there, with TensorFlow loaded, before the next one comes. One that
 * died is replaced. */
export interface Worker {
  /** @throws TlcError the operation's own; WorkerCrash; the signal's reason once it has aborted: the operation is told
   * to stop, and killed 2 s later */
  run(job: ChildJob, watcher: JobWatcher, signal: AbortSignal): Promise<OperationResult>;
  /** Asks the child, where the plugins are loaded, for a plugin. @throws TlcError PLUGIN_UNKNOWN, CONFIG_… */
  choose(id: string, config: unknown, path: string, searched?: boolean): Promise<PluginChoice>;
  readonly state: WorkerState;
  close(): Promise<void>;
}

export interface WorkerOptions {
  /** The service whose operations it does. */
  readonly service: string;
  /** Folder of the operations; TLC's own if left out. */
  readonly operations?: string;
  /** A child that holds more memory than this after a job is replaced by a new one. */
  readonly mostBytes?: number;
  /** How long an operation may take to stop when it is told to. */
  readonly cancelMs?: number;
}

const GIB = 1024 ** 3;
const NOBODY: JobWatcher = { progress: () => {}, log: () => {} };
const NEVER = new AbortController().signal;

export function createWorker({ service, operations, mostBytes = 2 * GIB, cancelMs = 2000 }: WorkerOptions): Worker {
  let child: Child | undefined;
  let isWarm = false;
  let isBusy = false;
  let isClosed = false;

  const start = (): Child => {
    const started = startChild(operations === undefined ? [service] : [service, operations]);
    child = started;
    isWarm = false;
    void started.ended.then(() => {
      if (child === started) child = undefined;
    });
    return started;
  };
  const warm = () =>
    warmInTurn(async () => {
      if (isClosed || child) return;
      const loading = exchange(start(), { type: 'warm' }, 'warm', { watcher: NOBODY, signal: NEVER, cancelMs });
      await loading.then(
        () => (isWarm = true),
        () => {},
      );
    });
  void warm();

  return {
    run: async (job, watcher, signal) => {
      const current = child ?? start();
      isBusy = true;
      try {
        const { result, memory } = await exchange(current, { type: 'run', job }, 'done', { watcher, signal, cancelMs });
        isWarm = true;
        if (memory > mostBytes) await end(current);
        return result;
      } finally {
        isBusy = false;
        void warm();
      }
    },
    choose: async (id, config, path, searched = false) => {
      const request = { id, config, path, searched };
      const options = { watcher: NOBODY, signal: NEVER, cancelMs };
      return (await exchange(child ?? start(), { type: 'choose', request }, 'chosen', options)).choice;
    },
    get state(): WorkerState {
      if (!child) return { state: 'none' };
      return { state: isBusy ? 'busy' : isWarm ? 'warm' : 'starting', pid: child.pid };
    },
    close: async () => {
      isClosed = true;
      if (child) await end(child);
    },
  };
}

async function end(child: Child): Promise<void> {
  child.kill();
  await child.ended;
}
