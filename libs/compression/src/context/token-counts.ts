import { setImmediate } from 'node:timers/promises';
import { cancelIfAborted } from '#contracts';
import { type Model, dimensions } from '#models';
import type { Batch } from '#text';

/** How often batches have each token, their targets among them, by its id, [vocabulary]. */
export async function tokenCounts(
  { config }: Pick<Model, 'config'>,
  batches: Iterable<Batch>,
  signal: AbortSignal,
): Promise<Float64Array> {
  const counts = new Float64Array(dimensions(config).vocabulary);
  for (const { ids, target } of batches) {
    cancelIfAborted(signal);
    for (const id of ids) counts[id]++;
    for (const id of target?.labels ?? []) counts[id]++;
    await setImmediate();
  }
  return counts;
}
