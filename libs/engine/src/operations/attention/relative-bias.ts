/**
 * The bucket of each distance from a query to a key, in both directions: Raffel et al., 2020, arXiv 1910.10683, section
 * 2.1, in the form of T5's code, which MPNet shares. A half of the buckets is for keys after the query; of each half, the
 * first half has one bucket for each distance, and the others grow by the logarithm up to `distance`.
 *
 * @param queries, keys how many rows each side has, both counted from the start of the sentence
 * @returns [queries · keys]
 */
export function relativeBuckets(queries: number, keys: number, buckets: number, distance: number): Int32Array {
  const byOffset = bucketsByOffset(-(queries - 1), keys - 1, buckets, distance);
  const all = new Int32Array(queries * keys);
  for (let query = 0; query < queries; query++) {
    all.set(byOffset.subarray(queries - 1 - query, queries - 1 - query + keys), query * keys);
  }
  return all;
}

/** The buckets of the offsets from `from` to `to`, both included. */
export function bucketsByOffset(from: number, to: number, buckets: number, distance: number): Int32Array {
  return Int32Array.from({ length: to - from + 1 }, (_, i) => relativeBucket(from + i, buckets, distance));
}

/** @param offset the key's place less the query's */
export function relativeBucket(offset: number, buckets: number, distance: number): number {
  const half = buckets / 2;
  const exact = half / 2;
  const first = offset > 0 ? half : 0;
  const away = Math.abs(offset);
  if (away < exact) return first + away;
  // In float32, as the models were trained: at a power of the base the quotient decides between two buckets
  const { fround, log } = Math;
  const share = fround(fround(log(fround(away / exact))) / fround(log(distance / exact)));
  return first + Math.min(half - 1, exact + Math.trunc(fround(share * (half - exact))));
}
