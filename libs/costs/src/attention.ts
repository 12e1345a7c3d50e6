import type { Cost, Load } from './cost.js';

/** A query and the keys that it sees, in the mean: keys that a causal row does not see are counted, for they are computed. */
export function pairsOf(length: number, window?: number): number {
  if (length === 0) return 0;
  const reach = window === undefined ? length : Math.min(length, Math.floor(window / 2));
  // At each end of a sentence the window hangs over by 0 to reach − 1 keys
  return window === undefined ? length : Math.min(length, 2 * reach + 1 - (reach * (reach + 1)) / length);
}

/** What of attention decides what it costs. */
export interface AttentionShape {
  readonly heads: number;
  /** A row sees those at most half of this away, on either side. */
  readonly window?: number;
  /** Rotary positions, of so many of a head's numbers; of all when left out. */
  readonly rotary?: { readonly base: number; readonly dimension?: number };
}

/** @param hidden of the result @param buckets of relative positions whose bias is added; 0 for none */
export function attentionCost(hidden: number, spec: AttentionShape, load: Load, buckets = 0): Cost {
  const { heads, window, rotary } = spec;
  const sentences = Math.ceil(load.rows / Math.max(1, load.length));
  return {
    keeps: ['qkv', 'y', ...(buckets ? ['table'] : [])],
    // The logarithm of each softmax's sum
    kept: heads,
    multiplyAdds: 2 * hidden * pairsOf(load.length, window),
    scratch: {
      ...(rotary && { PACKED_1: load.length * (rotary.dimension ?? hidden / heads) }),
      ...(buckets && { BLOCK_1: heads * (2 * load.length - 1), PARTIAL_SUMS: sentences * heads * buckets }),
    },
  };
}
