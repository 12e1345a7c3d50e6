import { totalmem } from 'node:os';
import type { LoadedModel, ModelList, PredictAnswer, TextAnswer } from '#contracts';
import { TlcError } from '#contracts';
import { type Answer, ranked } from '../answer.js';
import { createServingMetrics, type ServingMetrics } from '../metrics.js';
import type { Predictor } from '../predictor.js';
import type { TextToRead } from '../text-to-read.js';
import { createAnswerCache } from './answer-cache.js';
import { createFollower } from './follow.js';
import { createModelPool } from './model-pool.js';
import type { ModelSource } from './model-source.js';
import { serveModel, type ServedModel } from './served-model.js';

/** Answers for texts by the models of a source, many requests at a time. */
export interface ModelServer {
  /** Raw answers, in the order of the texts. @throws TlcError MODEL_UNKNOWN, SERVICE_BUSY, and what loading throws */
  answer(reference: string, texts: readonly TextToRead[]): Promise<Answered>;
  /** As messages have it. @param top classes to name */
  predict(reference: string, texts: readonly TextToRead[], top?: number): Promise<PredictAnswer>;
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

export interface Answered {
  readonly model: LoadedModel;
  readonly answers: readonly Answer[];
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
  const pool = createModelPool({
    limit: memory,
    bytesOf: (id) => source.bytes(id),
    load: async (id) => {
      const bytes = await source.bytes(id);
      // What computes is loaded with the first model
      const { openPredictor } = await import('../predictor.js');
      const predictor = await source.withFolder(id, openPredictor);
      return serveModel({ id, bytes, predictor, cache, metrics, mostWaiting, targetMs });
    },
  });
  const load = (id: string) => pool.use(id, async (model) => describe(model));
  const follower = createFollower({ find: (it) => source.find(it), isLoaded: (id) => pool.has(id), load, onTrouble });

  async function answer(reference: string, texts: readonly TextToRead[]): Promise<Answered> {
    const begin = performance.now();
    let id = 'unknown';
    let outcome = 'ok';
    try {
      id = await follower.current(reference);
      return await pool.use(id, async (model) => ({ model: describe(model), answers: await model.answer(texts) }));
    } catch (error) {
      outcome = TlcError.from(error).code;
      throw error;
    } finally {
      metrics.request(id, (performance.now() - begin) / 1000, outcome);
    }
  }

  return {
    answer,
    async predict(reference, texts, top) {
      const { model, answers } = await answer(reference, texts);
      return { model: model.id, answers: answers.map((one) => textAnswer(one, model, top)) };
    },
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

function describe({ id, bytes, predictor }: ServedModel): LoadedModel {
  const { kind, labels, maxLength } = predictor;
  return { id, kind, labels, max_length: maxLength, bytes };
}

function textAnswer(answer: Answer, { kind, labels }: Pick<Predictor, 'kind' | 'labels'>, top?: number): TextAnswer {
  if (kind === 'embeddings') return { vector: [...answer] };
  return kind === 'regression' ? { score: answer[0] } : { classes: ranked(answer, labels, top) };
}
