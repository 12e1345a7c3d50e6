import { totalmem } from 'node:os';
import type { LoadedModel, ModelList, PredictAnswer, TextAnswer, TranslateAnswer } from '#contracts';
import { TlcError } from '#contracts';
import { type Answer, ranked } from '../answer.js';
import { createServingMetrics, type ServingMetrics } from '../metrics.js';
import type { TextToRead } from '../text-to-read.js';
import { createAnswerCache } from './answer-cache.js';
import { createFollower } from './follow.js';
import { createModelPool } from './model-pool.js';
import type { ModelSource } from './model-source.js';
import type { Shared } from './questions.js';
import type { ServedModel } from './served-model.js';
import { servePredictor } from './served-predictor.js';
import { serveTranslator, type TextToTranslate } from './served-translator.js';

/** Answers for texts by the models of a source, many requests at a time. */
export interface ModelServer {
  /** Calls `work` with the model that a reference means, loaded where it was not, and measures it as a request.
   * @throws TlcError MODEL_UNKNOWN, and what loading and `work` throw */
  ask<T>(reference: string, work: (model: ServedModel) => Promise<T>): Promise<T>;
  /** @param top classes to name @throws what `ask` throws; TlcError SERVICE_BUSY */
  predict(reference: string, texts: readonly TextToRead[], top?: number): Promise<PredictAnswer>;
  /** @throws what `ask` throws; TlcError MODEL_WRONG_HEAD of a model that does not translate */
  translate(reference: string, texts: readonly TextToTranslate[]): Promise<TranslateAnswer>;
  list(): Promise<ModelList>;
  load(reference: string): Promise<LoadedModel>;
  /** @throws TlcError MODEL_UNKNOWN */
  unload(reference: string): Promise<{ readonly id: string }>;
  /** Whether a model answers without being loaded first. @throws TlcError MODEL_UNKNOWN */
  isReady(reference: string): Promise<boolean>;
  readonly metrics: ServingMetrics;
  /** Answers what was asked, then gives all memory back. */
  close(): Promise<void>;
}

export interface ModelServerOptions {
  readonly source: ModelSource;
  /** Bytes that the files of all loaded models may have; half of the machine's memory if left out. */
  readonly memory?: number;
  /** Bytes of the answers that are kept; 32 MiB if left out. */
  readonly cache?: number;
  /** Texts that may wait for a model. */
  readonly mostWaiting?: number;
  /** Milliseconds that a batch should take. */
  readonly targetMs?: number;
  readonly onTrouble?: (error: unknown, what: string) => void;
}

const CACHE_BYTES = 32 * 1024 * 1024;

export function createModelServer(options: ModelServerOptions): ModelServer {
  const { source, memory = defaultMemory(), mostWaiting, targetMs, onTrouble = () => {} } = options;
  const cache = createAnswerCache(options.cache ?? CACHE_BYTES);
  const sum = (figure: (model: ServedModel) => number) => pool.list().reduce((total, one) => total + figure(one), 0);
  const metrics = createServingMetrics({
    waiting: () => sum(({ waiting }) => waiting),
    models: () => pool.list().length,
    modelBytes: () => sum(({ bytes }) => bytes),
    cacheBytes: () => cache.bytes,
  });
  const shared: Shared = {
    cache,
    metrics,
    queue: { ...(mostWaiting !== undefined && { mostWaiting }), ...(targetMs !== undefined && { targetMs }) },
  };
  const pool = createModelPool({
    limit: memory,
    bytesOf: (id) => source.bytes(id),
    load: async (id) => {
      const bytes = await source.bytes(id);
      // What computes is loaded with the first model
      const { openModel } = await import('../open-model.js');
      const opened = await source.withFolder(id, openModel);
      return 'predictor' in opened
        ? servePredictor(id, bytes, opened.predictor, shared)
        : serveTranslator(id, bytes, opened.translator, shared);
    },
  });
  const load = (id: string) => pool.use(id, async (model) => describe(model));
  const follower = createFollower({ find: (it) => source.find(it), isLoaded: (id) => pool.has(id), load, onTrouble });

  async function ask<T>(reference: string, work: (model: ServedModel) => Promise<T>): Promise<T> {
    const begin = performance.now();
    let id = 'unknown';
    let outcome = 'ok';
    try {
      id = await follower.current(reference);
      return await pool.use(id, work);
    } catch (error) {
      outcome = TlcError.from(error).code;
      throw error;
    } finally {
      metrics.request(id, (performance.now() - begin) / 1000, outcome);
    }
  }

  return {
    ask,
    translate: (reference, texts) =>
      ask(reference, async (model) => ({ model: model.id, translations: await model.translate(texts) })),
    predict: (reference, texts, top) =>
      ask(reference, async (model) => {
        const answers = await model.answer(texts);
        return { model: model.id, answers: answers.map((one) => textAnswer(one, model, top)) };
      }),
    list: async () => ({ tags: await source.tags(), loaded: pool.list().map(describe) }),
    load: async (reference) => load(await source.find(reference)),
    async unload(reference) {
      const id = await source.find(reference);
      pool.remove(id);
      return { id };
    },
    isReady: async (reference) => pool.has(await follower.current(reference)),
    metrics,
    close: () => pool.close(),
  };
}

/** Half of what this machine, or its container, has. */
function defaultMemory(): number {
  const container = process.constrainedMemory();
  return Math.min(totalmem(), container > 0 ? container : Infinity) / 2;
}

const describe = ({ id, kind, labels, max_length, bytes }: ServedModel): LoadedModel => ({
  id,
  kind,
  labels,
  max_length,
  bytes,
});

function textAnswer(answer: Answer, { kind, labels }: Pick<LoadedModel, 'kind' | 'labels'>, top?: number): TextAnswer {
  if (kind === 'embeddings') return { vector: [...answer] };
  return kind === 'regression' ? { score: answer[0] } : { classes: ranked(answer, labels, top) };
}
