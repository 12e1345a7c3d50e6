import { checkPairs } from './pairs.js';
import { pearson } from './pearson.js';

/** The rank of each value from 1; equal values share the mean of their ranks. NaN for all if a value is NaN. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const ranks = new Float64Array(values.length);
  const order = Array.from(ranks.keys()).sort((a, b) => values[a] - values[b]);
  for (let start = 0, end = 0; start < order.length; start = end) {
    while (end < order.length && values[order[end]] === values[order[start]]) end++;
    if (end === start) return ranks.fill(NaN);
    for (let place = start; place < end; place++) ranks[order[place]] = (start + 1 + end) / 2;
  }
  return ranks;
}

/** Spearman's correlation of two lists of scores, -1 to 1: Pearson's of their ranks. NaN where it has no value: fewer
 * than two rows, all scores of a list equal, or a score that is NaN.
 * @throws TEXT_LENGTH_MISMATCH, FILE_EMPTY */
export function spearman(gold: ArrayLike<number>, predictions: ArrayLike<number>): number {
  checkPairs(gold, predictions);
  return pearson(averageRanks(gold), averageRanks(predictions));
}
