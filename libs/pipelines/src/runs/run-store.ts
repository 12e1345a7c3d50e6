import { type RunSummary, TlcError } from '#contracts';
import type { Bucket } from '#messaging';
import { type Run, type RunFacts, type RunJob, type StepProgress, openRun, summaryOf } from './run.js';

/** A run as the bucket holds it, in pieces, since a message holds no more than a megabyte: `RUN.plan.0`, … with the jobs,
 * written once, `RUN.steps.0`, … with what became of them, and `RUN` with the facts, which is written last and removed
 * first: a run is there whole or not at all. Each piece is written over the revision that was read: of two processes
 * that know different things, the second finds out and reads again. */
interface Header {
  readonly facts: RunFacts;
  readonly summary: RunSummary;
  readonly isCancelled: boolean;
  readonly ended?: string;
  readonly plans: number;
}

/** Steps in a piece. */
const PIECE = 100;
/** Bytes of jobs in a piece; a job alone may have more. */
const PLAN_BYTES = 200_000;
const LARGEST_JOB = 900_000;
/** Pieces without a header that are older than this are of a process that ended while it wrote or removed a run. */
const ORPHAN_MS = 10 * 60 * 1000;

/** A run and where the bucket stands with it. */
export interface StoredRun {
  readonly run: Run;
  revision: number;
  /** Revisions of the pieces of steps. */
  readonly pieces: number[];
  /** Pieces of jobs. */
  readonly plans: number;
  readonly dirty: Set<number>;
}

export interface RunStore {
  /** Writes a new run; undefined where its id is taken. @throws TlcError MESSAGE_TOO_LARGE */
  create(run: Run): Promise<StoredRun | undefined>;
  load(id: string): Promise<StoredRun | undefined>;
  /** Writes what changed; false where somebody else wrote in between. */
  save(stored: StoredRun): Promise<boolean>;
  /** Whether somebody else wrote since. */
  isStale(stored: StoredRun): Promise<boolean>;
  /** All runs, oldest first. */
  summaries(): Promise<RunSummary[]>;
  remove(id: string): Promise<void>;
  /** Removes what processes left that ended while they wrote or removed a run. */
  removeOrphans(now?: number): Promise<void>;
}

/** Notes that steps changed. */
export function touch(stored: StoredRun, steps: readonly number[]): void {
  for (const step of steps) stored.dirty.add(Math.floor(step / PIECE));
}

export function openRunStore(bucket: Bucket<unknown>): RunStore {
  const planKey = (id: string, piece: number) => `${id}.plan.${piece}`;
  const stepsKey = (id: string, piece: number) => `${id}.steps.${piece}`;

  async function readPieces<T>(count: number, key: (piece: number) => string) {
    const entries = await Promise.all(Array.from({ length: count }, (_, piece) => bucket.get(key(piece))));
    return entries.map((entry) => ({ items: (entry?.value ?? []) as T[], revision: entry?.revision ?? 0 }));
  }

  /** Revision 0 is that of a piece which is not there. */
  const writePiece = ({ run, pieces }: StoredRun, piece: number) => {
    const key = stepsKey(run.facts.run, piece);
    return pieces[piece] === 0
      ? bucket.create(key, steps(run, piece))
      : bucket.update(key, steps(run, piece), pieces[piece]);
  };

  return {
    async create(run) {
      const id = run.facts.run;
      const plans = split(run.jobs);
      if ((await bucket.create(planKey(id, 0), plans[0])) === undefined) return undefined;
      await Promise.all(plans.slice(1).map((jobs, piece) => bucket.put(planKey(id, piece + 1), jobs)));
      const pieces = Array.from({ length: Math.ceil(run.jobs.length / PIECE) }, (_, piece) => piece);
      const revisions = await Promise.all(pieces.map((piece) => bucket.put(stepsKey(id, piece), steps(run, piece))));
      const revision = await bucket.create(id, header(run, plans.length));
      if (revision === undefined) return undefined;
      return { run, revision, pieces: revisions, plans: plans.length, dirty: new Set() };
    },

    async load(id) {
      const entry = await bucket.get(id);
      if (!entry) return undefined;
      const { facts, summary, isCancelled, ended, plans } = entry.value as Header;
      const jobs = (await readPieces<RunJob>(plans, (piece) => planKey(id, piece))).flatMap(({ items }) => items);
      if (jobs.length < summary.total) return undefined; // removed meanwhile
      const pieces = await readPieces<StepProgress>(Math.ceil(jobs.length / PIECE), (piece) => stepsKey(id, piece));
      const progress = pieces.flatMap(({ items }, piece) =>
        Array.from({ length: Math.min(PIECE, jobs.length - piece * PIECE) }, (_, index) => items[index]),
      );
      const run = openRun(facts, jobs, progress, { isCancelled, ended });
      const revisions = pieces.map(({ revision }) => revision);
      return { run, revision: entry.revision, pieces: revisions, plans, dirty: new Set() };
    },

    async save(stored) {
      const { run } = stored;
      const id = run.facts.run;
      for (const piece of [...stored.dirty]) {
        // Unmarked before its steps are read: one that changes while they are on their way is written again.
        stored.dirty.delete(piece);
        const revision = await writePiece(stored, piece).catch((error) => {
          stored.dirty.add(piece);
          throw error;
        });
        if (revision === undefined) {
          stored.dirty.add(piece);
          return false;
        }
        stored.pieces[piece] = revision;
      }
      // The end of a run is told when all of it is written: nobody would look after the rest.
      const told = stored.dirty.size > 0 ? unended(header(run, stored.plans)) : header(run, stored.plans);
      const revision = await bucket.update(id, told, stored.revision);
      if (revision === undefined) return false;
      stored.revision = revision;
      return true;
    },

    isStale: async (stored) => (await bucket.get(stored.run.facts.run))?.revision !== stored.revision,

    summaries: async () => (await bucket.list('*')).map(({ value }) => (value as Header).summary),

    async remove(id) {
      const entry = await bucket.get(id);
      if (!entry) return;
      const { plans, summary } = entry.value as Header;
      await bucket.delete(id);
      for (let piece = 0; piece < plans; piece += 1) await bucket.delete(planKey(id, piece));
      for (let piece = 0; piece * PIECE < summary.total; piece += 1) await bucket.delete(stepsKey(id, piece));
    },

    async removeOrphans(now = Date.now()) {
      const keys = await bucket.keys();
      const whole = new Set(keys.map(({ key }) => key));
      for (const { key, written } of keys) {
        const [id, ...piece] = key.split('.');
        if (piece.length > 0 && !whole.has(id) && now - written > ORPHAN_MS) await bucket.delete(key);
      }
    },
  };
}

function header(run: Run, plans: number): Header {
  const { facts, isCancelled, ended } = run;
  return { facts, summary: summaryOf(run), isCancelled, ...(ended !== undefined && { ended }), plans };
}

const unended = ({ ended: _, ...rest }: Header): Header => ({
  ...rest,
  summary: { ...rest.summary, status: 'running', ended: undefined },
});

/** Without how far they are: that changes twice a second, and a restarted service hears of it again. */
const steps = (run: Run, piece: number) =>
  run.steps.slice(piece * PIECE, (piece + 1) * PIECE).map(({ progress: _, ...step }) => step);

function split(jobs: readonly RunJob[]): RunJob[][] {
  const pieces: RunJob[][] = [[]];
  let bytes = 0;
  for (const job of jobs) {
    const size = Buffer.byteLength(JSON.stringify(job));
    if (size > LARGEST_JOB) {
      throw new TlcError(
        'MESSAGE_TOO_LARGE',
        `steps.${job.name} is a job of ${size} bytes; ${LARGEST_JOB} are allowed`,
      );
    }
    if (bytes + size > PLAN_BYTES && pieces[pieces.length - 1].length > 0) {
      pieces.push([]);
      bytes = 0;
    }
    pieces[pieces.length - 1].push(job);
    bytes += size;
  }
  return pieces;
}
