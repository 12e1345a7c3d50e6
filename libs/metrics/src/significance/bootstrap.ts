import type { CorpusCounts } from '../translation/corpus.js';
import type { TranslationMeasure, Value } from '../translation/measure.js';
import { drawRows } from './drawing.js';
import { NumpyArray, halfInterval } from './numpy-array.js';
import { Pcg64 } from './pcg64.js';

/** A system's counts by a measure. */
export interface Counted {
  readonly measure: TranslationMeasure;
  readonly corpus: CorpusCounts;
}

/** A mean, and half of the interval around it that has 95 % of the resamples. */
export interface Interval {
  readonly mean: number;
  readonly ci: number;
}

/** Scores of resamples of the segments with replacement (Koehn, 2004, W04-3250): those of `counted[i]` in place i. All
 * have the same segments in a resample, and, as in sacreBLEU, their counts are added in single precision.
 * @param resamples how many */
export function bootstrapScores(counted: readonly Counted[], resamples: number, seed: number): NumpyArray[] {
  const generator = new Pcg64(seed);
  const [{ corpus }] = counted;
  const rows = new Int32Array(corpus.rows);
  const sides = counted.map(({ measure, corpus: { counts, width } }) => ({
    measure,
    width,
    counts: Float32Array.from(counts),
    sum: new Float32Array(width),
    scores: [] as Value[],
  }));
  for (let resample = 0; resample < resamples; resample++) {
    drawRows(generator, corpus.rows, rows);
    for (const { measure, counts, sum, width, scores } of sides) {
      addRows(counts, width, rows, sum);
      scores.push(measure.score(sum, 'single'));
    }
  }
  return sides.map(({ scores }) => new NumpyArray(scores));
}

function addRows(counts: Float32Array, width: number, rows: Int32Array, sum: Float32Array): void {
  sum.fill(0);
  for (let row = 0; row < rows.length; row++) {
    const from = rows[row] * width;
    for (let i = 0; i < width; i++) sum[i] += counts[from + i];
  }
}

/** The interval as a test of several systems prints it, with NumPy's mean of the scores in order. */
export function interval(scores: NumpyArray): Interval {
  return { mean: scores.sorted().mean(), ci: halfInterval(scores) };
}

/** The confidence interval of one system, whose mean Python's `statistics.mean` computes exactly and rounds once. */
export function confidence(counted: Counted, resamples: number, seed: number): Interval {
  const [scores] = bootstrapScores([counted], resamples, seed);
  const mean = exactMean(scores.values);
  return { mean: scores.isSingle ? Math.fround(mean) : mean, ci: halfInterval(scores) };
}

/** Scores as whole numbers of 2^-SCALE: exact, but for those that are next to nothing. */
const SCALE = 140;

function exactMean(values: Float64Array): number {
  let sum = 0n;
  for (const value of values) sum += BigInt(Math.trunc(value * 2 ** SCALE));
  // Bits beyond those of the scores, so that the quotient is rounded once, by Number
  return Number((sum << 64n) / BigInt(values.length)) / 2 ** SCALE / 2 ** 64;
}
