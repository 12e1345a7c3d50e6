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

/** How often each n-gram up to the order occurs: one map an order. White space joins the tokens of an n-gram, which
 * have none. */
function ngramCounts(tokens: readonly string[], maxOrder: number): Map<string, number>[] {
  const counts = Array.from({ length: maxOrder }, () => new Map<string, number>());
  for (let start = 0; start < tokens.length; start++) {
    let ngram = '';
    for (let n = 0; n < maxOrder && start + n < tokens.length; n++) {
      ngram = n === 0 ? tokens[start] : `${ngram} ${tokens[start + n]}`;
      counts[n].set(ngram, (counts[n].get(ngram) ?? 0) + 1);
    }
  }
  return counts;
}

function nearestLength(length: number, candidates: readonly number[]): number {
  const far = (candidate: number) => Math.abs(candidate - length);
  return candidates.reduce((best, candidate) =>
    far(candidate) < far(best) || (far(candidate) === far(best) && candidate < best) ? candidate : best,
  );
}

/** Counts of one segment against one or more references, all as tokens. An n-gram counts as correct as often as it is
 * in the reference that has it most often (clipping: Papineni et al., 2002, P02-1040, section 2.1). */
export function segmentStatistics(
  hypothesis: readonly string[],
  references: readonly (readonly string[])[],
  maxOrder: number,
): BleuStatistics {
  const found = references.map((reference) => ngramCounts(reference, maxOrder));
  const correct: number[] = [];
  const total: number[] = [];
  for (const [order, counts] of ngramCounts(hypothesis, maxOrder).entries()) {
    let matches = 0;
    for (const [ngram, count] of counts) {
      let most = 0;
      for (const reference of found) most = Math.max(most, reference[order].get(ngram) ?? 0);
      matches += Math.min(count, most);
    }
    correct.push(matches);
    total.push(Math.max(0, hypothesis.length - order));
  }
  const lengths = references.map((reference) => reference.length);
  return {
    correct,
    total,
    hypothesisLength: hypothesis.length,
    referenceLength: nearestLength(hypothesis.length, lengths),
  };
}

/** The counts of two sets of segments together. */
export function addStatistics(a: BleuStatistics, b: BleuStatistics): BleuStatistics {
  return {
    correct: a.correct.map((count, order) => count + b.correct[order]),
    total: a.total.map((count, order) => count + b.total[order]),
    hypothesisLength: a.hypothesisLength + b.hypothesisLength,
    referenceLength: a.referenceLength + b.referenceLength,
  };
}
