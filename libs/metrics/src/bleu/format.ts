import { toFixedHalfEven } from '../decimals.js';
import type { BleuScore } from './bleu.js';
import type { BleuParts } from './score.js';

export interface BleuFormat {
  /** Digits of the score after the point, 0 to 20; default 2. */
  readonly width?: number;
  /** Whether, and how, the signature is in the line; default none. */
  readonly signature?: 'none' | 'long' | 'short';
}

/** What BLEU is made of, as sacreBLEU prints it:
 * `58.9/32.7/20.6/13.5 (BP = 0.978 ratio = 0.978 hyp_len = 60074 ref_len = 61287)`. */
export function formatDetail(score: BleuParts): string {
  const precisions = score.precisions.map((precision) => toFixedHalfEven(precision, 1)).join('/');
  const penalty = toFixedHalfEven(score.brevityPenalty, 3);
  const ratio = toFixedHalfEven(score.ratio, 3);
  const { hypothesisLength, referenceLength } = score;
  return `${precisions} (BP = ${penalty} ratio = ${ratio} hyp_len = ${hypothesisLength} ref_len = ${referenceLength})`;
}

/** The line that sacreBLEU prints, digit by digit: `BLEU = 26.60` and the detail. */
export function formatBleu(score: BleuScore, { width = 2, signature = 'none' }: BleuFormat = {}): string {
  const made = { none: '', long: `|${score.signature}`, short: `|${score.shortSignature}` }[signature];
  return `BLEU${made} = ${toFixedHalfEven(score.value, width)} ${formatDetail(score)}`;
}
