/** How long the sentences of a split are: what memory and batches can be told from without reading them. */
export interface LengthHistogram {
  /** Tokens that a bucket spans. */
  readonly step: number;
  /** Sentences of 1 to `step` tokens, of `step` + 1 to 2 `step`, and so on up to the longest. */
  readonly counts: readonly number[];
}

/** Buckets of a histogram, at most. */
const MOST_BUCKETS = 128;

/** The histogram of a split.
 * @param starts [sentences + 1]
 * @param maxLength tokens that a sentence may have */
export function lengthHistogram(starts: Int32Array, maxLength: number): LengthHistogram {
  const step = Math.max(1, Math.ceil(maxLength / MOST_BUCKETS));
  const counts: number[] = [];
  for (let i = 1; i < starts.length; i++) {
    const bucket = Math.ceil((starts[i] - starts[i - 1]) / step) - 1;
    counts[bucket] = (counts[bucket] ?? 0) + 1;
  }
  return { step, counts: Array.from(counts, (count) => count ?? 0) };
}

/** Where sentences of these lengths would begin, [sentences + 1], each as long as its bucket goes. */
export function startsOf({ step, counts }: LengthHistogram): Int32Array {
  const starts = [0];
  for (const [bucket, count] of counts.entries()) {
    for (let i = 0; i < count; i++) starts.push(starts[starts.length - 1] + step * (bucket + 1));
  }
  return Int32Array.from(starts);
}
