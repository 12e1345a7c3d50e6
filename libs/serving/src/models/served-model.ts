import type { Answer } from '../answer.js';
import { type Batcher, createBatcher } from '../batching/batcher.js';
import type { ServingMetrics } from '../metrics.js';
import type { Predictor } from '../predictor.js';
import type { TextToRead } from '../text-to-read.js';
import type { AnswerCache } from './answer-cache.js';

/** A loaded model that many ask at once. */
export interface ServedModel {
  readonly id: string;
  /** Bytes of its files. */
  readonly bytes: number;
  readonly predictor: Omit<Predictor, 'answer' | 'close'>;
  /** @throws TlcError SERVICE_BUSY */
  answer(texts: readonly TextToRead[]): Promise<Answer[]>;
  readonly waiting: number;
  /** Once all that was asked is answered, gives the memory back. */
  close(): Promise<void>;
}

export interface ServedModelOptions {
  readonly id: string;
  readonly bytes: number;
  readonly predictor: Predictor;
  readonly cache: AnswerCache;
  readonly metrics: ServingMetrics;
  readonly mostWaiting?: number;
  readonly targetMs?: number;
}

export function serveModel(options: ServedModelOptions): ServedModel {
  const { id, bytes, predictor, cache, metrics, mostWaiting, targetMs } = options;
  const batcher: Batcher<TextToRead, Answer> = createBatcher({
    compute: (texts) => answerEach(predictor, texts),
    ...(mostWaiting !== undefined && { mostWaiting }),
    ...(targetMs !== undefined && { targetMs }),
    onBatch: (texts, milliseconds) => metrics.batch(id, texts, milliseconds / 1000),
  });
  return {
    id,
    bytes,
    predictor,
    async answer(texts) {
      const known = texts.map((text) => cache.get(id, text));
      const open = texts.filter((_, i) => known[i] === undefined);
      metrics.texts(id, open.length, texts.length - open.length);
      if (open.length === 0) return known as Answer[];
      const answers = await batcher.ask(open);
      open.forEach((text, i) => cache.set(id, text, answers[i]));
      let next = 0;
      return known.map((answer) => answer ?? answers[next++]);
    },
    get waiting() {
      return batcher.waiting;
    },
    async close() {
      await batcher.idle();
      predictor.close();
    },
  };
}

/** Texts and pairs may come together; the model reads each kind by itself. */
async function answerEach(predictor: Predictor, texts: readonly TextToRead[]): Promise<Answer[]> {
  const answers = new Array<Answer>(texts.length);
  for (const isPair of [false, true]) {
    const places = texts.flatMap(({ pair }, i) => ((pair !== undefined) === isPair ? [i] : []));
    if (places.length === 0) continue;
    const own = await predictor.answer(places.map((i) => texts[i]));
    places.forEach((place, i) => (answers[place] = own.answers[i]));
  }
  return answers;
}
