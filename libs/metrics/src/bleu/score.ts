import type { Rounding } from '../translation/measure.js';
import { exp, log } from '../translation/rounded.js';
import type { BleuSettings } from './options.js';
import type { BleuStatistics } from './statistics.js';

/** BLEU and its parts, as they follow from the counts. */
export interface BleuParts extends BleuStatistics {
  /** BLEU, 0 to 100. */
  readonly value: number;
  /** Percent of the n-grams of each order that are correct, after smoothing. */
  readonly precisions: readonly number[];
  readonly brevityPenalty: number;
  /** Length of the hypotheses over that of the references; 0 where these are empty. */
  readonly ratio: number;
}

/** What stands for log 0: low enough that BLEU becomes 0, and finite, as in sacreBLEU. */
const LOG_ZERO = -9999999999;

type Smoothing = Pick<BleuSettings, 'smooth' | 'smooth_value' | 'effective_order'>;

const AS_IS = (value: number) => value;
const COUNTED: Readonly<Record<Rounding, (count: number) => number>> = {
  double: AS_IS,
  single: Math.fround,
  integer: Math.trunc,
};

/** The precisions of each order, in percent, and up to which order they count. Orders after the first that the
 * hypotheses are too short for stay 0. */
function smoothedPrecisions(
  counts: BleuStatistics,
  { smooth, smooth_value = 0, effective_order }: Smoothing,
  rounding: Rounding,
) {
  const counted = COUNTED[rounding];
  const rounded = rounding === 'single' ? Math.fround : AS_IS;
  const precisions = counts.total.map(() => 0);
  let orders = precisions.length;
  let halvings = 1;
  for (let order = 0; order < precisions.length; order++) {
    const added = smooth === 'add-k' && order > 0 ? smooth_value : 0;
    const correct = counted(counts.correct[order] + rounded(added));
    const total = counted(counts.total[order] + rounded(added));
    if (total === 0) break;
    if (effective_order) orders = order + 1;
    if (correct > 0) {
      precisions[order] = rounded(rounded(100 * correct) / total);
    } else if (smooth === 'exp') {
      halvings *= 2;
      precisions[order] = rounded(100 / rounded(halvings * total));
    } else if (smooth === 'floor') {
      precisions[order] = rounded(rounded(100 * smooth_value) / total);
    }
  }
  return { precisions, orders };
}

/** BLEU (Papineni et al., 2002, P02-1040): the geometric mean of the n-gram precisions times the brevity penalty
 * exp(1 - reference length / hypothesis length) of hypotheses that are too short. The smoothings are those of Chen and
 * Cherry (2014, W14-3346): floor is method 1, add-k method 2, exp method 3. Without any match it is 0, whatever the
 * smoothing. The operations are in sacreBLEU's order, so that the last bit agrees too. */
export function scoreBleu(counts: BleuStatistics, settings: Smoothing, rounding: Rounding = 'double'): BleuParts {
  const { hypothesisLength, referenceLength } = counts;
  const short = hypothesisLength < referenceLength;
  const penalty = hypothesisLength > 0 ? exp(1 - referenceLength / hypothesisLength) : 0;
  const brevityPenalty = short ? penalty : 1;
  const ratio = referenceLength > 0 ? hypothesisLength / referenceLength : 0;
  if (counts.correct.every((count) => count === 0)) {
    return { ...counts, value: 0, precisions: counts.total.map(() => 0), brevityPenalty, ratio };
  }
  const { precisions, orders } = smoothedPrecisions(counts, settings, rounding);
  const logs = precisions.slice(0, orders).map((precision) => (precision === 0 ? LOG_ZERO : log(precision)));
  const value = brevityPenalty * exp(logs.reduce((sum, term) => sum + term, 0) / orders);
  return { ...counts, value, precisions, brevityPenalty, ratio };
}
