import type { Batch } from '#text';
import { openOnnx } from './session.js';

/** Times of one model at one batch size. */
export interface Speed {
  readonly batch: number;
  /** Milliseconds that a batch takes. */
  readonly median: number;
  readonly p95: number;
  readonly sentencesPerSecond: number;
  readonly runs: number;
}

/** Latency and throughput of several ONNX files in one run, in turn, so that all see the same machine: batch by batch,
 * every model once for each batch. One warm-up round is not counted.
 * @param batches batches of one size, the same for all models
 * @param seconds time for each model, at least; every batch is used at least once */
export async function measureSpeed(
  paths: readonly string[],
  batches: readonly Batch[],
  { threads, seconds, signal }: { threads: number; seconds: number; signal?: AbortSignal },
): Promise<Speed[]> {
  const classifiers = [];
  try {
    for (const path of paths) classifiers.push(await openOnnx(path, { threads }));
    for (const classifier of classifiers) await classifier.run(batches[0]);
    const times: number[][] = paths.map(() => []);
    const sentences = paths.map(() => 0);
    const end = performance.now() + 1000 * seconds * paths.length;
    for (let round = 0; round < batches.length || performance.now() < end; round++) {
      signal?.throwIfAborted();
      const batch = batches[round % batches.length];
      for (const [n, classifier] of classifiers.entries()) {
        const start = performance.now();
        await classifier.run(batch);
        times[n].push(performance.now() - start);
        sentences[n] += batch.starts.length - 1;
      }
    }
    return times.map((all, n) => summary(all, sentences[n], batches[0].starts.length - 1));
  } finally {
    for (const classifier of classifiers) await classifier.close();
  }
}

function summary(times: readonly number[], sentences: number, batch: number): Speed {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.round(share * (sorted.length - 1)))];
  const total = times.reduce((sum, time) => sum + time, 0);
  return { batch, median: at(0.5), p95: at(0.95), sentencesPerSecond: (1000 * sentences) / total, runs: times.length };
}
