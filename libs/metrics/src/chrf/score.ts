import type { Rounding, Value } from '../translation/measure.js';
import type { ChrfSettings } from './options.js';

/** What stands for 0 where it is smoothed. */
const EPSILON = 1e-16;

type Weights = Pick<ChrfSettings, 'char_order' | 'word_order' | 'beta' | 'eps_smoothing'>;

/** chrF (Popović, 2015, W15-3049; chrF++: 2017, W17-4770): the F score, with recall beta times as important, of the
 * means over all orders of precision and recall. With `eps_smoothing` it is the mean of each order's F score.
 * @param counts of each order in turn: n-grams of the hypothesis, of the reference, of both */
export function scoreChrf(
  counts: ArrayLike<number>,
  { char_order, word_order, beta, eps_smoothing }: Weights,
  rounding: Rounding = 'double',
): Value {
  const orders = char_order + word_order;
  return eps_smoothing ? smoothed(counts, orders, beta, rounding) : effective(counts, orders, beta, rounding);
}

const rounded = (rounding: Rounding) => (rounding === 'single' ? Math.fround : (value: number) => value);

/** Only the orders that both sides have n-grams of. */
function effective(counts: ArrayLike<number>, orders: number, beta: number, rounding: Rounding): Value {
  const round = rounded(rounding);
  const factor = beta ** 2;
  let [precision, recall, used] = [0, 0, 0];
  for (let i = 0; i < orders; i++) {
    const [hypothesis, reference, both] = [counts[3 * i], counts[3 * i + 1], counts[3 * i + 2]];
    if (!(hypothesis > 0 && reference > 0)) continue;
    precision = round(precision + round(both / hypothesis));
    recall = round(recall + round(both / reference));
    used++;
  }
  if (used === 0) return { value: 0, isSingle: false };
  precision = round(precision / used);
  recall = round(recall / used);
  if (round(precision + recall) === 0) return { value: 0, isSingle: false };
  const score = round(round(round(1 + factor) * precision) * recall) / round(round(factor * precision) + recall);
  return { value: round(100 * round(score)), isSingle: rounding === 'single' };
}

/** All orders, with a tiny number for what is missing. Where nothing of an order is single, NumPy keeps to doubles. */
function smoothed(counts: ArrayLike<number>, orders: number, beta: number, rounding: Rounding): Value {
  const factor = beta ** 2;
  let score = 0;
  let isSingle = false;
  for (let i = 0; i < orders; i++) {
    const [hypothesis, reference, both] = [counts[3 * i], counts[3 * i + 1], counts[3 * i + 2]];
    const own = rounding === 'single' && (hypothesis > 0 || reference > 0);
    const round = rounded(own ? 'single' : 'double');
    const precision = hypothesis > 0 ? round(both / hypothesis) : EPSILON;
    const recall = reference > 0 ? round(both / reference) : EPSILON;
    const below = round(round(factor * precision) + round(recall));
    const above = round(round((1 + factor) * precision) * round(recall));
    const term = below > 0 ? round(above / below) : EPSILON;
    isSingle ||= own && below > 0;
    score = isSingle ? Math.fround(Math.fround(score) + Math.fround(term)) : score + term;
  }
  const round = rounded(isSingle ? 'single' : 'double');
  return { value: round(round(100 * score) / orders), isSingle };
}
