import type { Tensor2D } from '../../backend.js';

/** What DeBERTa's scores are made of beside q kᵀ: at least one of the two. */
export interface DisentangledSpec {
  /** a divisor of hidden */
  readonly heads: number;
  /** [2 · span, hidden]: keys of relative positions, for content to position (`c2p`); null for none */
  readonly posKey: Tensor2D | null;
  /** [2 · span, hidden]: queries of relative positions, for position to content (`p2c`); null for none */
  readonly posQuery: Tensor2D | null;
  /** the distance from which on all rows share a relative position, `max_relative_positions` */
  readonly maxDistance: number;
  /** whether distances beyond span / 2 grow by the logarithm up to `maxDistance`, as where `position_buckets` is above 0 */
  readonly logBuckets: boolean;
}
