import type { OptimizationConfig } from '#contracts';
import type { BatchSize } from '#text';

/** How the gradients of an update are computed: in so many batches of this size. */
export interface UpdateBatches {
  readonly size: BatchSize;
  readonly count: number;
}

/** The batches of an update when a share of the training is done. While its batch grows, an update has fewer batches, of
 * the full size as far as that goes.
 * @param size of a batch when it has grown */
export function updateBatches(
  { batch_warmup: warmup, batch_start: start, accumulate }: BatchGrowth,
  size: BatchSize,
  done: number,
): UpdateBatches {
  if (done >= warmup) return { size, count: accumulate };
  const share = accumulate * (start + ((1 - start) * done) / warmup);
  const count = Math.max(1, Math.ceil(share));
  const part = (whole: number | undefined) => whole && Math.max(1, Math.round((whole * share) / count));
  const { tokens = undefined, sentences = undefined } = size;
  return {
    size: {
      ...(tokens !== undefined && { tokens: part(tokens) }),
      ...(sentences !== undefined && { sentences: part(sentences) }),
    },
    count,
  };
}

export type BatchGrowth = Pick<OptimizationConfig, 'batch_warmup' | 'batch_start' | 'accumulate'>;
