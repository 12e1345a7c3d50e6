import type { BatchSize } from './batches.js';

/** Rows of a batch when nothing is learned: enough to keep the processor busy. */
export const EVALUATION_BATCH = { tokens: 4096 } as const;

/** How large the batches of a training's config are: 32 sentences where it does not say. */
export function batchSizeOf({
  batch_tokens: tokens,
  batch_sentences: sentences,
}: {
  readonly batch_tokens?: number;
  readonly batch_sentences?: number;
}): BatchSize {
  return tokens === undefined && sentences === undefined ? { sentences: 32 } : { tokens, sentences };
}
