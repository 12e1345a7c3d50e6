/** All that BLEU needs to know of a segment, or, summed, of a corpus. `correct[n - 1]` of the `total[n - 1]` n-grams of
 * the hypothesis are in a reference. */
export interface BleuStatistics {
  readonly correct: readonly number[];
  readonly total: readonly number[];
  /** In tokens. */
  readonly hypothesisLength: number;
  /** In tokens: that of the reference nearest in length, the shorter one of two. */
  readonly referenceLength: number;
}

/** The length that is nearest to `length`, the shorter one of two. */
export function nearestLength(length: number, candidates: readonly number[]): number {
  const far = (candidate: number) => Math.abs(candidate - length);
  return candidates.reduce((best, candidate) =>
    far(candidate) < far(best) || (far(candidate) === far(best) && candidate < best) ? candidate : best,
  );
}

/** Counts in a row, in sacreBLEU's order: both lengths, then what is correct, then what there is of each order. */
export function bleuStatistics(counts: ArrayLike<number>, maxOrder: number): BleuStatistics {
  const figures = Array.from({ length: 2 + 2 * maxOrder }, (_, i) => counts[i]);
  return {
    correct: figures.slice(2, 2 + maxOrder),
    total: figures.slice(2 + maxOrder),
    hypothesisLength: Math.trunc(figures[0]),
    referenceLength: Math.trunc(figures[1]),
  };
}
