import { setImmediate, setTimeout as sleep } from 'node:timers/promises';
import { TlcError } from '#contracts';
import { createBatchLimit } from './batch-limit.js';

/** Puts what is asked at about the same time into batches, one batch at a time. */
export interface Batcher<T, A> {
  /** Answers in the order of the items. @throws TlcError SERVICE_BUSY where the queue has no place for all of them; what
   * `compute` throws for one of them */
  ask(items: readonly T[]): Promise<A[]>;
  /** Items that wait. */
  readonly waiting: number;
  /** Resolves when all that was asked is answered. */
  idle(): Promise<void>;
}

export interface BatcherOptions<T, A> {
  /** Answers for a batch, in its order. */
  readonly compute: (items: readonly T[]) => Promise<A[]>;
  /** Milliseconds that a batch should take: its size follows. */
  readonly targetMs?: number;
  /** Items of a batch, at most. */
  readonly mostInBatch?: number;
  /** Items that may wait. */
  readonly mostWaiting?: number;
  /** Milliseconds that a batch waits for more, where the one before had more than one item. */
  readonly gatherMs?: number;
  /** Told of each batch. */
  readonly onBatch?: (items: number, milliseconds: number) => void;
}

interface Waiting<T, A> {
  readonly item: T;
  readonly resolve: (answer: A) => void;
  readonly reject: (error: unknown) => void;
}

/** The limits of a queue unless other ones are given. */
export const QUEUE = { targetMs: 20, mostInBatch: 256, mostWaiting: 1024, gatherMs: 2 } as const;

export function createBatcher<T, A>(options: BatcherOptions<T, A>): Batcher<T, A> {
  const { compute, onBatch, targetMs, mostInBatch, mostWaiting, gatherMs } = { ...QUEUE, ...options };
  const limit = createBatchLimit(targetMs, mostInBatch);
  const queue: Waiting<T, A>[] = [];
  let running: Promise<void> | undefined;
  let perItem = 1;
  let last = 1;

  async function run(): Promise<void> {
    // What this turn of the event loop still brings in is one batch
    await setImmediate();
    while (queue.length > 0) {
      if (last > 1 && queue.length < limit.size && gatherMs > 0) await sleep(gatherMs);
      const batch = queue.splice(0, limit.size);
      const begin = performance.now();
      await answer(batch, compute);
      const took = performance.now() - begin;
      limit.took(batch.length, took);
      onBatch?.(batch.length, took);
      perItem = 0.8 * perItem + (0.2 * took) / batch.length;
      last = batch.length;
    }
  }

  function start(): void {
    running ??= run().finally(() => {
      running = undefined;
      if (queue.length > 0) start();
    });
  }

  return {
    ask(items) {
      if (queue.length + items.length > mostWaiting) return Promise.reject(busy(queue.length, mostWaiting, perItem));
      const answers = items.map(
        (item) => new Promise<A>((resolve, reject) => void queue.push({ item, resolve, reject })),
      );
      start();
      return Promise.all(answers);
    },
    get waiting() {
      return queue.length;
    },
    async idle() {
      while (running) await running;
    },
  };
}

/** Where a batch fails, each of its items alone: one that cannot be answered takes no other with it. */
async function answer<T, A>(batch: readonly Waiting<T, A>[], compute: BatcherOptions<T, A>['compute']): Promise<void> {
  try {
    const answers = await compute(batch.map(({ item }) => item));
    batch.forEach(({ resolve }, i) => resolve(answers[i]));
  } catch (error) {
    if (batch.length === 1) batch[0].reject(error);
    else for (const one of batch) await answer([one], compute);
  }
}

function busy(waiting: number, most: number, perItem: number): TlcError {
  const wait = Math.max(1, Math.ceil(waiting * perItem));
  return new TlcError('SERVICE_BUSY', `${waiting} texts wait, and the queue holds ${most}: ask again in ${wait} ms`, {
    details: { waiting, most, retry_after_ms: wait },
  });
}
