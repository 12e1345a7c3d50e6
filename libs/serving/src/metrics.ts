import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Figures of a server of models, for Prometheus. `model` is the id's first letters. */
export interface ServingMetrics {
  request(model: string, seconds: number, outcome: string): void;
  batch(model: string, texts: number, seconds: number): void;
  /** Texts that were asked for, and of them those whose answers were known. */
  texts(model: string, computed: number, known: number): void;
  /** All of them in Prometheus' text format. */
  text(): Promise<string>;
  readonly contentType: string;
}

/** What is measured when the figures are asked for. */
export interface Gauges {
  readonly waiting: () => number;
  readonly models: () => number;
  readonly modelBytes: () => number;
  readonly cacheBytes: () => number;
}

const SECONDS = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5];
const TEXTS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

export function createServingMetrics(gauges: Gauges): ServingMetrics {
  const registers = [new Registry()];
  const [registry] = registers;
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'tlc_serving_request_seconds',
    help: 'From a request to its answer, by outcome: ok, or the code of its error',
    labelNames: ['model', 'outcome'],
    buckets: SECONDS,
    registers,
  });
  const batchTexts = new Histogram({
    name: 'tlc_serving_batch_texts',
    help: 'Texts in a batch',
    labelNames: ['model'],
    buckets: TEXTS,
    registers,
  });
  const batchSeconds = new Histogram({
    name: 'tlc_serving_batch_seconds',
    help: 'Seconds that a batch took',
    labelNames: ['model'],
    buckets: SECONDS,
    registers,
  });
  const texts = new Counter({
    name: 'tlc_serving_texts_total',
    help: 'Texts, by where their answer came from: model or cache',
    labelNames: ['model', 'from'],
    registers,
  });
  const gauge = (name: string, help: string, read: () => number) =>
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(read());
      },
    });
  gauge('tlc_serving_waiting_texts', 'Texts that wait for their batch', gauges.waiting);
  gauge('tlc_serving_models', 'Models that are loaded', gauges.models);
  gauge('tlc_serving_model_bytes', 'Bytes of the loaded models', gauges.modelBytes);
  gauge('tlc_serving_cache_bytes', 'Bytes of the answers that are kept', gauges.cacheBytes);
  const short = (model: string) => model.slice(0, 12);
  return {
    request: (model, seconds, outcome) => requests.observe({ model: short(model), outcome }, seconds),
    batch: (model, count, seconds) => {
      batchTexts.observe({ model: short(model) }, count);
      batchSeconds.observe({ model: short(model) }, seconds);
    },
    texts: (model, computed, known) => {
      if (computed > 0) texts.inc({ model: short(model), from: 'model' }, computed);
      if (known > 0) texts.inc({ model: short(model), from: 'cache' }, known);
    },
    text: () => registry.metrics(),
    contentType: registry.contentType,
  };
}
