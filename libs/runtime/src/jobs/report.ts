import type { JobEvent, Progress, TlcError } from '#contracts';
import type { Client } from '#messaging';

type Own = 'run' | 'step' | 'service' | 'time';
type Fields<T extends JobEvent['type']> = Omit<Extract<JobEvent, { type: T }>, Own | 'type'>;

/** The events of one job, published in order. */
export interface Report {
  started(fields: Fields<'started'>): void;
  /** Twice a second at most; what comes more often is dropped, the last of it excepted. */
  progress(progress: Progress): void;
  log(level: 'info' | 'warning', text: string): void;
  completed(fields: Fields<'completed'>): void;
  failed(error: TlcError): void;
  cancelled(): void;
  /** Resolves when all events are published, through a time without a server too. */
  settled(): Promise<void>;
}

const PROGRESS_MS = 500;
const LOG_CHARACTERS = 10_000;

export function createReport(client: Client, job: { run: string; step: string }, service: string): Report {
  let last: Promise<void> = Promise.resolve();
  let latest: Progress | undefined;
  let timer: NodeJS.Timeout | undefined;
  const publish = (event: object) => {
    const { run, step } = job;
    const full = { ...event, run, step, service, time: new Date().toISOString() } as JobEvent;
    last = last.then(() => client.publishEvent(full));
    last.catch(() => {});
  };
  const flush = () => {
    timer = undefined;
    if (!latest) return;
    publish({ type: 'progress', progress: latest });
    latest = undefined;
    timer = setTimeout(flush, PROGRESS_MS).unref();
  };
  const end = (event: object) => {
    clearTimeout(timer);
    publish(event);
  };
  return {
    started: (fields) => publish({ type: 'started', ...fields }),
    progress: (progress) => {
      latest = finite(progress);
      if (!timer) flush();
    },
    log: (level, text) => publish({ type: 'log', level, text: text.slice(0, LOG_CHARACTERS) }),
    completed: (fields) => end({ type: 'completed', ...fields, summary: finite(fields.summary) }),
    failed: (error) => end({ type: 'failed', error: error.toBody() }),
    cancelled: () => end({ type: 'cancelled' }),
    settled: () => last,
  };
}

/** Without numbers that JSON lacks, such as the loss of a step that overflowed. */
function finite<T extends object>(values: T): T {
  const entries = Object.entries(values).filter(([, value]) => typeof value === 'string' || Number.isFinite(value));
  return Object.fromEntries(entries) as T;
}
