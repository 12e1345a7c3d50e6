/** How offsets, a key's place less the query's, are told apart. */
export interface BucketSpec {
  readonly buckets: number;
  /** from this distance on, all keys share a bucket */
  readonly distance: number;
  /** whether all buckets are for keys up to the query, as in a decoder, instead of one half for those after it */
  readonly causal?: boolean;
}

/**
 * The bucket of each distance from a query to a key: Raffel et al., 2020, arXiv 1910.10683, section 2.1, in the form of
 * T5's code, which MPNet shares. Where a query sees both sides a half of the buckets is for keys after it. Of the buckets of
 * a side, the first half has one bucket for each distance, and the others grow by the logarithm up to `distance`.
 *
 * @param queries, keys how many rows each side has, both counted from the start of the sentence
 * @param first place of the first query among the keys
 * @returns [queries · keys]
 */
export function relativeBuckets(queries: number, keys: number, spec: BucketSpec, first = 0): Int32Array {
  const byOffset = bucketsByOffset(-(queries - 1) - first, keys - 1 - first, spec);
  const all = new Int32Array(queries * keys);
  for (let query = 0; query < queries; query++) {
    all.set(byOffset.subarray(queries - 1 - query, queries - 1 - query + keys), query * keys);
  }
  return all;
}

/** The buckets of the offsets from `from` to `to`, both included. */
export function bucketsByOffset(from: number, to: number, spec: BucketSpec): Int32Array {
  return Int32Array.from({ length: to - from + 1 }, (_, i) => relativeBucket(from + i, spec));
}

/** @param offset the key's place less the query's; keys after the query, which a causal query does not see, share its bucket */
export function relativeBucket(offset: number, { buckets, distance, causal = false }: BucketSpec): number {
  const side = causal ? buckets : buckets / 2;
  const exact = side / 2;
  const first = !causal && offset > 0 ? side : 0;
  const away = causal ? Math.max(0, -offset) : Math.abs(offset);
  if (away < exact) return first + away;
  // In float32, as the models were trained: at a power of the base the quotient decides between two buckets
  const { fround, log } = Math;
  const share = fround(fround(log(fround(away / exact))) / fround(log(distance / exact)));
  return first + Math.min(side - 1, exact + Math.trunc(fround(share * (side - exact))));
}
