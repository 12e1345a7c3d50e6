import { setTimeout as sleep } from 'node:timers/promises';
import { type JobEvent, type RunState, type RunSummary, TlcError, checkName, nearest } from '#contracts';
import type { ArtifactStore } from '#artifacts';
import { type Client, isPassing } from '#messaging';
import { dispatch, resultsOf } from './dispatch.js';
import {
  type Change,
  type Run,
  type RunFacts,
  type RunJob,
  type StepProgress,
  advance,
  applyEvent,
  cancel,
  merge,
  openRun,
  readySteps,
  requeue,
  statusOf,
  stepState,
  summaryOf,
} from './run.js';
import { type StoredRun, openRunStore, touch } from './run-store.js';

export interface RunnerOptions {
  readonly client: Client;
  readonly store: ArtifactStore;
  /** What went wrong and will be tried again. */
  onTrouble(error: unknown, what: string): void;
}

/** Runs pipelines: publishes jobs when what they need is done, listens to their events, and keeps the state of runs in
 * memory and, a moment later, in the bucket. A service that was killed goes on where it was. */
export interface Runner {
  /** Starts a run of planned jobs; `progress` says which are done already. */
  submit(facts: Omit<RunFacts, 'run'>, jobs: readonly RunJob[], progress: StepProgress[]): Promise<RunSummary>;
  /** @throws TlcError RUN_UNKNOWN, NAME_INVALID */
  status(id: string, from: number, limit: number): Promise<RunState>;
  list(limit: number): Promise<RunSummary[]>;
  /** @param isAtWork whether anybody is who would say when a step has stopped; true if left out
   * @throws TlcError RUN_UNKNOWN, RUN_FINISHED, NAME_INVALID */
  cancel(id: string, isAtWork?: boolean): Promise<RunSummary>;
  /** Takes up the runs that an earlier process left, then listens. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

/** A run at work. */
interface Active {
  stored: StoredRun;
  /** Steps to be published. */
  readonly queue: number[];
  isPumping: boolean;
  flushing?: Promise<void>;
  timer?: NodeJS.Timeout;
}

/** Changes of this time are written at once. */
const FLUSH_MS = 250;
/** Jobs that are published at a time. */
const BATCH = 32;
/** Ended runs beyond these are forgotten at the start. */
const KEPT_RUNS = 1000;

export function createRunner({ client, store, onTrouble }: RunnerOptions): Runner {
  const runs = openRunStore(client.runs);
  const active = new Map<string, Active>();
  /** Runs that nobody knows here: those of jobs published by hand. */
  const unknownRuns = new Set<string>();
  const stopping = new AbortController();
  let listening: Promise<void> = Promise.resolve();

  function activate(stored: StoredRun, queue: readonly number[]): Active {
    const entry: Active = { stored, queue: [...queue], isPumping: false };
    active.set(stored.run.facts.run, entry);
    void pump(entry);
    return entry;
  }

  function take(entry: Active, { changed, ready }: Change): void {
    touch(entry.stored, changed);
    entry.queue.push(...ready);
    const { run } = entry.stored;
    if (statusOf(run) !== 'running') run.ended ??= new Date().toISOString();
    if (changed.length > 0) flushSoon(entry);
    if (ready.length > 0) void pump(entry);
  }

  async function pump(entry: Active): Promise<void> {
    if (entry.isPumping) return;
    entry.isPumping = true;
    const { run } = entry.stored;
    const isWanted = (index: number) => run.steps[index].status === 'waiting';
    while (entry.queue.length > 0) {
      const batch = entry.queue.splice(0, BATCH).filter(isWanted);
      try {
        const next = await dispatch(run, batch, { client, store });
        // One may have started, or been cancelled, while its publication was on the way.
        batch.forEach((index, at) => isWanted(index) && take(entry, advance(run, index, next[at])));
      } catch (error) {
        if (stopping.signal.aborted) return;
        onTrouble(error, `steps of ${run.facts.run} are published again`);
        entry.queue.unshift(...batch);
        await sleep(500, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
    entry.isPumping = false;
  }

  function flushSoon(entry: Active): void {
    entry.timer ??= setTimeout(() => void flush(entry), FLUSH_MS).unref();
  }

  /** Writes what has changed up to now. */
  async function flush(entry: Active): Promise<void> {
    clearTimeout(entry.timer);
    entry.timer = undefined;
    const before = entry.flushing;
    const mine = (before ?? Promise.resolve()).then(() => write(entry));
    entry.flushing = mine;
    await mine;
  }

  async function write(entry: Active): Promise<void> {
    const { run } = entry.stored;
    const id = run.facts.run;
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (await runs.save(entry.stored)) break;
        await reconcile(entry);
        if (attempt > 2) await sleep(100);
      } catch (error) {
        if (!isPassing(error)) return onTrouble(error, `the state of ${id} is written with its next change`);
        onTrouble(error, `the state of ${id} is written again`);
        if (stopping.signal.aborted) return;
        await sleep(Math.min(250 * 2 ** attempt, 5000), undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
    const isOver = statusOf(run) !== 'running' && entry.stored.dirty.size === 0;
    if (isOver && active.get(id) === entry) active.delete(id);
  }

  /** Another process wrote: what it knows is taken over, and what only this one knows is written again. */
  async function reconcile(entry: Active): Promise<void> {
    const { run } = entry.stored;
    const other = await runs.load(run.facts.run);
    if (!other) return restore(entry);
    entry.stored = { ...other, run };
    take(entry, merge(run, other.run));
    touch(
      entry.stored,
      run.steps.flatMap((step, index) => (step.status !== other.run.steps[index].status ? [index] : [])),
    );
  }

  /** The server has lost its store: the run is written anew, and what was in queues is queued again. A job that is at work
   * all the same is not done twice: the second finds its result. */
  async function restore(entry: Active): Promise<void> {
    const { run } = entry.stored;
    onTrouble(undefined, `the server has lost the run ${run.facts.run}; it goes on from what is known here`);
    if (run.isCancelled) await client.cancelRun(run.facts.run);
    const lost = requeue(run);
    entry.stored = (await runs.create(run)) ?? entry.stored;
    entry.queue.push(...lost);
    void pump(entry);
  }

  async function onEvent(event: JobEvent): Promise<void> {
    const entry = active.get(event.run) ?? (await adopt(event.run));
    if (!entry) return;
    take(entry, applyEvent(entry.stored.run, event));
    // That a result is there can be seen in the store, whatever is lost; of a failure there is only this.
    if (event.type === 'failed' || event.type === 'cancelled') await flush(entry);
  }

  /** A run that another process of this service submitted. */
  async function adopt(id: string): Promise<Active | undefined> {
    if (unknownRuns.has(id)) return undefined;
    const stored = await runs.load(id);
    if (!stored || statusOf(stored.run) !== 'running') {
      if (unknownRuns.size > 10_000) unknownRuns.clear();
      unknownRuns.add(id);
      return undefined;
    }
    return active.get(id) ?? activate(stored, []);
  }

  async function find(id: string): Promise<Run> {
    const entry = active.get(checkName(id, 'run'));
    if (entry) {
      // Where the server cannot say now, what is known here is the answer.
      if (await runs.isStale(entry.stored).catch(() => false)) await flush(entry);
      return entry.stored.run;
    }
    const stored = await runs.load(id);
    if (stored) return stored.run;
    const near = nearest(
      id,
      (await runs.summaries()).map(({ run }) => run),
    );
    throw new TlcError('RUN_UNKNOWN', `there is no run ${id}.${near ? ` Did you mean ${near}?` : ''}`, {
      details: { run: id, nearest: near },
    });
  }

  async function resume(id: string): Promise<void> {
    const stored = await runs.load(id);
    if (!stored) return runs.remove(id);
    const { run } = stored;
    const made = await resultsOf(run, store);
    const entry = activate(stored, []);
    for (const [index, found] of made) take(entry, advance(run, index, { ...found, cached: false }));
    entry.queue.push(...readySteps(run).filter((index) => !entry.queue.includes(index)));
    void pump(entry);
    await flush(entry);
  }

  /** One that cannot be taken up holds up no other. */
  async function resumeSurely(id: string): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        return await resume(id);
      } catch (error) {
        onTrouble(error, `the run ${id} cannot be taken up`);
        if (!isPassing(error)) return;
        await sleep(500, undefined, { signal: stopping.signal }).catch(() => {});
      }
    }
  }

  return {
    async submit(facts, jobs, progress) {
      for (;;) {
        const run = openRun({ ...facts, run: runId(facts.name) }, jobs, progress);
        if (statusOf(run) !== 'running') run.ended = facts.started;
        const stored = await runs.create(run);
        if (!stored) continue;
        if (statusOf(run) === 'running') activate(stored, readySteps(run));
        return summaryOf(run);
      }
    },

    async status(id, from, limit) {
      const run = await find(id);
      const steps = run.jobs.slice(from, from + limit).map((_, index) => stepState(run, from + index));
      return { ...summaryOf(run), compare: run.facts.compare, steps };
    },

    async list(limit) {
      const known = new Map((await runs.summaries()).map((summary) => [summary.run, summary]));
      for (const [id, { stored }] of active) known.set(id, summaryOf(stored.run));
      return [...known.values()].sort((a, b) => b.started.localeCompare(a.started)).slice(0, limit);
    },

    async cancel(id, isAtWork = true) {
      const found = await find(id);
      if (statusOf(found) !== 'running') {
        throw new TlcError('RUN_FINISHED', `the run ${id} has ended: ${statusOf(found)}`, { details: { run: id } });
      }
      const entry = active.get(id) ?? (await adopt(id))!;
      await client.cancelRun(id);
      take(entry, cancel(entry.stored.run, isAtWork));
      await flush(entry);
      return summaryOf(entry.stored.run);
    },

    async start() {
      const summaries = await runs.summaries();
      const open = summaries.filter(({ status }) => status === 'running');
      const ended = summaries.filter(({ status }) => status !== 'running');
      for (const { run } of ended.slice(0, Math.max(0, ended.length - KEPT_RUNS))) await runs.remove(run);
      for (const { run } of open) await resumeSurely(run);
      await runs.removeOrphans();
      void store.removeOrphans().catch((error: unknown) => onTrouble(error, 'files that no artifact has stay'));
      listening = client.eachEvent('pipelines', onEvent, stopping.signal);
      // A server that comes back may have lost its store: runs are written, and what is missing shows.
      stopping.signal.addEventListener(
        'abort',
        client.onReconnect(() => active.forEach((entry) => void flush(entry))),
      );
    },

    async stop() {
      stopping.abort();
      await listening;
      await Promise.all([...active.values()].map(flush));
    },
  };
}

/** The name, and the time in letters: later runs sort later. */
function runId(name: string): string {
  const time = Date.now().toString(36);
  const chance = Math.floor(Math.random() * 36 ** 2)
    .toString(36)
    .padStart(2, '0');
  return `${name.slice(0, 50)}-${time}${chance}`;
}
