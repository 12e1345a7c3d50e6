import type { Tensor2D } from '../../backend.js';
import type { BucketSpec } from './relative-bias.js';

/** Rotary position embeddings: Su et al., 2021, arXiv 2104.09864, on halves of a head as Hugging Face lays them. */
export interface Rotary {
  /** the slowest angle's period is 2π · base, nearly: θ in the paper's section 3.2.2, 10,000 there */
  readonly base: number;
  /** how many of a head's first numbers are turned, an even count; all when left out */
  readonly dimension?: number;
}

/** What is added to a score for how far the key is from the query: Raffel et al., 2020, arXiv 1910.10683, section 2.1. */
export interface RelativeBias {
  /** [buckets, heads], buckets even: the first half for keys up to the query, the second for those after it; where attention
   * is causal all of them are for keys up to the query */
  readonly table: Tensor2D;
  /** from this distance on, all keys share a bucket; 128 in T5 and MPNet */
  readonly distance: number;
}

/** How a bias tells offsets apart. */
export const bucketsOf = ({ table, distance }: RelativeBias, causal?: boolean): BucketSpec => ({
  buckets: table.shape[0],
  distance,
  causal,
});

/** How a row attends to the rows of its sentence. */
export interface AttentionSpec {
  /** a divisor of hidden */
  readonly heads: number;
  /** whether a row sees only rows up to itself */
  readonly causal?: boolean;
  /** a row sees those at most half of this away, on either side: Beltagy et al., 2020, arXiv 2004.05150, section 3.1 */
  readonly window?: number;
  readonly rotary?: Rotary;
  /** what scores are multiplied by; 1 / √(hidden / heads) when left out */
  readonly scale?: number;
  readonly bias?: RelativeBias | null;
}

/** What is added to the scores of queries that continue their keys: the rows of one text, whose last ones are the queries. */
export interface ContinuedBias extends RelativeBias {
  readonly causal?: boolean;
  /** place of the first query among its keys */
  readonly first: number;
}

/** How the rows of a sentence attend to those of another one. */
export interface CrossAttentionSpec {
  /** a divisor of hidden */
  readonly heads: number;
  /** what scores are multiplied by; 1 / √(hidden / heads) when left out */
  readonly scale?: number;
  readonly bias?: ContinuedBias;
}
