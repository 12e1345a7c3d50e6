import { predicted } from '#evaluation';
import type { Batch } from '#text';
import type { BatchSource } from './batch-source.js';
import type { UpdateBatches } from './schedule/batch-growth.js';
import { halvesOf } from './split-batch.js';
import type { TrainingState } from './state.js';

/** Updates of one batch from one to the next whose gradient is computed in two halves, for the noise scale. Two halves take
 * up to a third more time than the whole. */
export const EVERY = 25;

/** Takes the batches of the next update; the last one of an epoch may have fewer.
 * @param leastRows of a batch that may be cut into halves; Infinity where none shall be */
export function nextBatches(
  state: TrainingState,
  source: BatchSource,
  { size, count }: UpdateBatches,
  leastRows: number,
): Batch[] {
  const batches: Batch[] = [];
  do {
    const { batch, next } = source(state.position, size);
    batches.push(batch);
    state.position = next;
    state.tokens += batch.ids.length;
  } while (batches.length < count && state.position.sentence > 0);
  const isDue = batches.length === 1 && state.step % EVERY === EVERY - 1 && batches[0].ids.length >= leastRows;
  const halves = isDue ? halvesOf(batches[0]) : undefined;
  return halves?.every((half) => predicted(half) > 0) ? halves : batches;
}
