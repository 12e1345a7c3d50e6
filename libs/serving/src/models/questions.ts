import { type Batcher, type BatcherOptions, createBatcher } from '../batching/batcher.js';
import type { ServingMetrics } from '../metrics.js';
import type { AnswerCache } from './answer-cache.js';

/** What many ask of a model at once: known answers are taken from the cache, the others are computed in batches. */
export interface Questions<T extends object, A extends object> {
  /** Answers in the order of what is asked. @throws TlcError SERVICE_BUSY */
  ask(items: readonly T[]): Promise<A[]>;
  readonly waiting: number;
  /** Resolves when all that was asked is answered. */
  idle(): Promise<void>;
}

/** What all models of a server share. */
export interface Shared {
  readonly cache: AnswerCache;
  readonly metrics: ServingMetrics;
  /** What the server was told of their queues. */
  readonly queue: Pick<BatcherOptions<unknown, unknown>, 'mostWaiting' | 'targetMs'>;
}

export interface QuestionsOptions<T extends object, A extends object> extends Shared {
  /** Id of the model. */
  readonly id: string;
  /** Answers for a batch, in its order. */
  readonly compute: (items: readonly T[]) => Promise<A[]>;
  /** Bytes that an answer takes. */
  readonly bytesOf: (answer: A) => number;
}

export function createQuestions<T extends object, A extends object>(options: QuestionsOptions<T, A>): Questions<T, A> {
  const { id, cache, metrics, queue, compute, bytesOf } = options;
  const batcher: Batcher<T, A> = createBatcher({
    ...queue,
    compute,
    onBatch: (items, milliseconds) => metrics.batch(id, items, milliseconds / 1000),
  });
  return {
    async ask(items) {
      const known = items.map((item) => cache.get(id, item) as A | undefined);
      const open = items.filter((_, i) => known[i] === undefined);
      metrics.texts(id, open.length, items.length - open.length);
      if (open.length === 0) return known as A[];
      const answers = await batcher.ask(open);
      open.forEach((item, i) => cache.set(id, item, answers[i], bytesOf(answers[i])));
      let next = 0;
      return known.map((answer) => answer ?? answers[next++]);
    },
    get waiting() {
      return batcher.waiting;
    },
    idle: () => batcher.idle(),
  };
}
