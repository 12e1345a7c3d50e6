import type { BatchSize } from '#text';
import { predictMemory } from './predict-memory.js';
import type { BatchExtent, TrainingLoad } from './training-load.js';

/** Settings under which a training fits, in the words of its config, with the bytes that it then takes. */
export interface FittingSettings {
  readonly gradient_checkpointing?: true;
  readonly batch_tokens?: number;
  readonly batch_sentences?: number;
  readonly accumulate?: number;
  readonly bytes: number;
}

/** How batches can be changed: their size now, and how large the largest one would be with another. */
export interface Batching {
  readonly size: BatchSize;
  extentOf(size: BatchSize): BatchExtent;
}

/** What would make a training fit into `limit` bytes, the one that costs least time first: smaller batches with their
 * gradients added up, to the same number of tokens for an update; gradient checkpointing; both. */
export function fittingSettings(load: TrainingLoad, batching: Batching, limit: number): FittingSettings[] {
  const checkpointed: TrainingLoad = { ...load, checkpointing: true };
  const found: FittingSettings[] = [];
  const smaller = smallerBatches(load, batching, limit);
  if (smaller) found.push(smaller);
  const { bytes } = predictMemory(checkpointed);
  if (bytes < predictMemory(load).bytes) {
    const both = bytes <= limit ? { bytes } : smallerBatches(checkpointed, batching, limit);
    if (both) found.push({ gradient_checkpointing: true, ...both });
  }
  return found;
}

/** The largest batches that fit, by the least number of parts that a batch must be cut into. */
function smallerBatches(load: TrainingLoad, { size, extentOf }: Batching, limit: number): FittingSettings | undefined {
  const cut = (parts: number): FittingSettings => {
    const part = (whole: number | undefined) => (whole === undefined ? undefined : Math.ceil(whole / parts));
    const own = { tokens: part(size.tokens), sentences: part(size.sentences) };
    const accumulate = load.accumulate * parts;
    const { bytes } = predictMemory({ ...load, batch: extentOf(own), accumulate });
    return {
      ...(own.tokens !== undefined && { batch_tokens: own.tokens }),
      ...(own.sentences !== undefined && { batch_sentences: own.sentences }),
      accumulate,
      bytes,
    };
  };
  // Batches of one sentence each
  const most = Math.max(
    1,
    Math.min(size.sentences ?? Infinity, Math.ceil((size.tokens ?? Infinity) / 8), load.batch.rows),
  );
  let [fails, fits] = [1, most];
  if (most === 1 || cut(most).bytes > limit) return undefined;
  while (fits - fails > 1) {
    const middle = Math.floor((fails + fits) / 2);
    if (cut(middle).bytes <= limit) fits = middle;
    else fails = middle;
  }
  return cut(fits);
}
