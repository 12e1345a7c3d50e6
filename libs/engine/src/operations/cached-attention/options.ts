import type { Tensor3D } from '../../backend.js';
import type { RelativeBias } from '../attention/options.js';

/** What a decoder keeps of the tokens that its texts have: who hands it to `cachedAttention` has no right to it any more. */
export interface KeyValueCache {
  /** [capacity, slots, 2 · hidden]: keys and values of token t of a text lie at [t, the slot that it had then] */
  readonly tensor: Tensor3D;
  /** tokens that are in it, of each text */
  readonly length: number;
}

export interface CachedAttentionSpec {
  /** a divisor of hidden */
  readonly heads: number;
  /** what scores are multiplied by; 1 / √(hidden / heads) when left out */
  readonly scale?: number;
  /** its buckets are all for keys up to the query */
  readonly bias?: RelativeBias;
}
