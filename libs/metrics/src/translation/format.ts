import { toFixedHalfEven } from '../decimals.js';

/** A score as it is printed. */
export interface PrintedScore {
  readonly title: string;
  readonly value: number;
  /** sacreBLEU's signature, long or short. */
  readonly signature: string;
  /** What the score is made of; may be empty. */
  readonly detail: string;
  /** Mean of resamples and half of its interval of 95 %. */
  readonly interval?: { readonly mean: number; readonly ci: number };
}

/** The confidence as sacreBLEU prints it, which leaves out a mean of 0. */
export function formatConfidence({ interval }: PrintedScore, width: number): string {
  if (!interval || !(interval.mean > 0)) return '';
  return `μ = ${toFixedHalfEven(interval.mean, width)} ± ${toFixedHalfEven(interval.ci, width)}`;
}

/** The number, and its confidence where there is one. */
export function formatValue(score: PrintedScore, width: number): string {
  const confidence = formatConfidence(score, width);
  return toFixedHalfEven(score.value, width) + (confidence && ` (${confidence})`);
}

/** The line that sacreBLEU prints, digit by digit: `chrF2|nrefs:1|… = 55.93`.
 * @param width digits after the point, 0 to 20 */
export function formatScore(score: PrintedScore, width: number): string {
  const { title, signature, detail } = score;
  return `${title}|${signature} = ${formatValue(score, width)}${detail && ` ${detail}`}`;
}
