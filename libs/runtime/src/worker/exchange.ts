import { TlcError } from '#contracts';
import type { Child, Ending } from './child-process.js';
import type { Answer, FromChild, ToChild } from './protocol.js';

/** What a job reports while it runs. */
export interface JobWatcher {
  progress(progress: Extract<FromChild, { type: 'progress' }>['progress']): void;
  log(level: 'info' | 'warning', text: string): void;
}

/** The child process died before it answered. */
export class WorkerCrash extends Error {
  constructor(readonly ending: Ending) {
    super(`the process that computed it ended (${ending.how})`);
  }
}

export interface ExchangeOptions {
  readonly watcher: JobWatcher;
  readonly signal: AbortSignal;
  /** How long the child may take to stop when the signal aborts; then it is killed. */
  readonly cancelMs: number;
}

type Answered<T extends Answer['type']> = Extract<Answer, { type: T }>;

/** Asks a child for something and waits for its answer.
 * @throws TlcError that the child answers with; WorkerCrash; the signal's reason once it has aborted and the child has
 * stopped */
export async function exchange<T extends Answer['type']>(
  child: Child,
  message: ToChild,
  expected: T,
  { watcher, signal, cancelMs }: ExchangeOptions,
): Promise<Answered<T>> {
  signal.throwIfAborted();
  let timer: NodeJS.Timeout | undefined;
  let unlisten = () => {};
  const cancel = () => {
    child.send({ type: 'cancel' });
    timer = setTimeout(() => child.kill(), cancelMs);
  };
  signal.addEventListener('abort', cancel, { once: true });
  const answered = new Promise<Answer>((resolve) => {
    unlisten = child.listen((heard) => {
      if (heard.type === 'progress') watcher.progress(heard.progress);
      else if (heard.type === 'log') watcher.log(heard.level, heard.text);
      else if (heard.type === expected || heard.type === 'failed') resolve(heard);
    });
  });
  try {
    child.send(message);
    const outcome = await Promise.race([answered, child.ended]);
    signal.throwIfAborted();
    if (!('type' in outcome)) throw new WorkerCrash(outcome);
    if (outcome.type === expected) return outcome as Answered<T>;
    const { error, stack } = outcome as Answered<'failed'>;
    if (stack) watcher.log('warning', stack);
    throw TlcError.fromBody(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
    unlisten();
  }
}
