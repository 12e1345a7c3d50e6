import { freemem } from 'node:os';
import { gigabytes } from '#contracts';
import { checkMemory, type MemoryRequest, trainingLoad } from '#memory';
import type { Dataset } from '#text';

/**
 * Refuses a training that cannot fit into the memory of this machine, before anything is computed.
 *
 * @param onWarning told where the training fits into the machine, but not beside what runs on it now
 * @throws TlcError TRAINING_TOO_LARGE with settings or a model that would fit
 */
export function requireMemory(
  { dataset, ...request }: MemoryRequest & { readonly dataset: Dataset },
  onWarning?: (text: string) => void,
): void {
  const { load, batching } = trainingLoad(request, dataset);
  const { bytes } = checkMemory(load, batching);
  const free = freemem();
  // What this process has already counts as free: it is a part of the prediction
  const left = free + process.memoryUsage.rss();
  if (bytes > left) {
    onWarning?.(`training may take ${gigabytes(bytes)} of memory, of which others leave ${gigabytes(left)} now`);
  }
}
