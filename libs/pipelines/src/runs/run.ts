import type { JobEvent, JobMessage, RunStatus, RunSummary, StepState, StepStatus } from '#contracts';

/** A step as it was planned: all that its job's message needs. */
export interface RunJob {
  readonly name: string;
  readonly operation: string;
  readonly service: string;
  /** Id of the result. */
  readonly artifact: string;
  readonly needs: readonly string[];
  readonly inputs: JobMessage['inputs'];
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  readonly expected_seconds?: number;
  /** What the step is for. */
  readonly says?: string;
}

/** What changes of a step. */
export type StepProgress = Pick<StepState, 'status' | 'cached' | 'seconds' | 'progress' | 'summary' | 'error'>;

/** What is known of a run beside its steps. */
export interface RunFacts {
  readonly run: string;
  readonly name: string;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  readonly seed: number;
  readonly compare: readonly string[];
  /** Results that are there are computed again. */
  readonly fresh: boolean;
  /** The trace of the message that began it, where there is one. */
  readonly traceparent?: string;
}

/** A run in memory. Each change costs what it touches, not what the run has. */
export interface Run {
  readonly facts: RunFacts;
  readonly jobs: readonly RunJob[];
  readonly steps: StepProgress[];
  readonly indexOf: ReadonlyMap<string, number>;
  /** Steps that wait for a step, those of the same result included: it is computed once. */
  readonly dependents: readonly (readonly number[])[];
  /** For each step, the first of those that have its result. */
  readonly makers: readonly number[];
  /** For each step, how many others it waits for. */
  readonly waitingFor: number[];
  readonly counts: Record<StepStatus, number>;
  isCancelled: boolean;
  ended?: string;
}

/** A status goes from left to right. */
const ORDER: readonly StepStatus[] = ['waiting', 'queued', 'running', 'completed', 'failed', 'cancelled', 'skipped'];

const FINAL: readonly StepStatus[] = ['completed', 'failed', 'cancelled', 'skipped'];

/** Whether a step's status will not change any more. */
export const isFinal = (status: StepStatus): boolean => FINAL.includes(status);

/** A run as its records describe it; without records of steps all of them wait. */
export function openRun(
  facts: RunFacts,
  jobs: readonly RunJob[],
  progress: readonly StepProgress[] = [],
  { isCancelled = false, ended }: { isCancelled?: boolean; ended?: string } = {},
): Run {
  const indexOf = new Map(jobs.map((job, index) => [job.name, index]));
  const dependents: number[][] = jobs.map(() => []);
  const steps = jobs.map((_, index): StepProgress => progress[index] ?? { status: 'waiting', cached: false });
  const first = new Map<string, number>();
  for (const [index, { artifact }] of jobs.entries()) if (!first.has(artifact)) first.set(artifact, index);
  const makers = jobs.map(({ artifact }) => first.get(artifact)!);
  const waitingFor = jobs.map((job, index) => {
    const needed = new Set(job.needs.map((name) => indexOf.get(name)!));
    if (makers[index] !== index) needed.add(makers[index]);
    for (const other of needed) dependents[other].push(index);
    return [...needed].filter((other) => steps[other].status !== 'completed').length;
  });
  const counts = { waiting: 0, queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0, skipped: 0 };
  for (const { status } of steps) counts[status] += 1;
  return { facts, jobs, steps, indexOf, dependents, makers, waitingFor, counts, isCancelled, ended };
}

/** Steps that wait for nothing. */
export function readySteps(run: Run): number[] {
  return run.steps.flatMap(({ status }, index) => (status === 'waiting' && run.waitingFor[index] === 0 ? [index] : []));
}

/** What a change of a run brought about. */
export interface Change {
  /** Steps whose status changed. */
  readonly changed: readonly number[];
  /** Steps that nothing holds back any longer. */
  readonly ready: readonly number[];
}

const NOTHING: Change = { changed: [], ready: [] };

/** Takes an event into account. Events may come twice or late: a status only goes forward, and a final one stays. */
export function applyEvent(run: Run, event: JobEvent): Change {
  const index = run.indexOf.get(event.step);
  if (index === undefined || isFinal(run.steps[index].status)) return NOTHING;
  switch (event.type) {
    case 'started':
      return advance(run, index, { ...run.steps[index], status: 'running' });
    case 'progress':
      return advance(run, index, { ...run.steps[index], status: 'running', progress: event.progress });
    case 'completed': {
      const { cached, seconds, summary } = event;
      return advance(run, index, { status: 'completed', cached, seconds, summary });
    }
    case 'failed':
      return advance(run, index, { status: 'failed', cached: false, error: event.error });
    case 'cancelled':
      return advance(run, index, { status: 'cancelled', cached: false });
    case 'log':
      return NOTHING;
  }
}

/** Sets what is known of a step; a final status releases or skips those that wait for it. */
export function advance(run: Run, index: number, next: StepProgress): Change {
  const changed: number[] = [];
  const ready: number[] = [];
  const set = (at: number, value: StepProgress) => {
    const before = run.steps[at].status;
    run.steps[at] = value;
    if (before === value.status) return;
    run.counts[before] -= 1;
    run.counts[value.status] += 1;
    changed.push(at);
  };
  set(index, next);
  if (changed.length === 0) return NOTHING;
  if (next.status === 'completed') {
    for (const dependent of run.dependents[index]) {
      run.waitingFor[dependent] -= 1;
      if (run.waitingFor[dependent] === 0 && run.steps[dependent].status === 'waiting') ready.push(dependent);
    }
  } else if (isFinal(next.status)) {
    const lost = [...run.dependents[index]];
    for (let dependent = lost.pop(); dependent !== undefined; dependent = lost.pop()) {
      if (run.steps[dependent].status !== 'waiting') continue;
      set(dependent, { status: run.isCancelled ? 'cancelled' : 'skipped', cached: false });
      lost.push(...run.dependents[dependent]);
    }
  }
  return { changed, ready };
}

/** Gives up all that is not at work; what is at work says itself when it has stopped.
 * @param isAtWork whether anybody is: where the services have ended, nobody will say anything */
export function cancel(run: Run, isAtWork = true): Change {
  run.isCancelled = true;
  const given: readonly StepStatus[] = isAtWork ? ['waiting', 'queued'] : ['waiting', 'queued', 'running'];
  const changed = run.steps.flatMap(({ status }, index) =>
    given.includes(status) ? [...advance(run, index, { status: 'cancelled', cached: false }).changed] : [],
  );
  return { changed, ready: [] };
}

/** Lets what was in a queue, or at work, wait for its turn again; returns those steps. */
export function requeue(run: Run): number[] {
  const lost = [...run.jobs.keys()].filter((index) => ['queued', 'running'].includes(run.steps[index].status));
  for (const index of lost) advance(run, index, { status: 'waiting', cached: false });
  return lost;
}

/** How the run stands as a whole. */
export function statusOf({ counts, isCancelled }: Run): RunStatus {
  if (counts.waiting + counts.queued + counts.running > 0) return 'running';
  if (isCancelled) return 'cancelled';
  return counts.failed > 0 ? 'failed' : 'completed';
}

/** The run without its steps, as messages have it. */
export function summaryOf(run: Run): RunSummary {
  const { fresh: _, compare: __, traceparent: ___, ...facts } = run.facts;
  const ended = run.ended === undefined ? {} : { ended: run.ended };
  return { ...facts, status: statusOf(run), total: run.jobs.length, counts: { ...run.counts }, ...ended };
}

/** Takes over what another process knows of the same run. */
export function merge(run: Run, other: Run): Change {
  const changes = other.steps.map((step, index) => {
    const isAhead = ORDER.indexOf(step.status) > ORDER.indexOf(run.steps[index].status);
    return isAhead && !isFinal(run.steps[index].status) ? advance(run, index, step) : NOTHING;
  });
  const cancelled = other.isCancelled && !run.isCancelled ? cancel(run) : NOTHING;
  const all = [...changes, cancelled];
  return { changed: all.flatMap(({ changed }) => changed), ready: all.flatMap(({ ready }) => ready) };
}

/** A step as messages have it. */
export function stepState(run: Run, index: number): StepState {
  const { name, operation, service, artifact, needs, expected_seconds, says } = run.jobs[index];
  const expected = expected_seconds === undefined ? {} : { expected_seconds };
  const said = says === undefined ? {} : { says };
  return { name, operation, service, artifact, needs, ...said, ...expected, ...run.steps[index] };
}
