import type { TranslationMeasure, Value } from './measure.js';
import { checkStreams, referencesOf, type References } from './references.js';

/** The counts of a corpus: a row of `width` figures for each of `rows` segments. */
export interface CorpusCounts {
  readonly rows: number;
  readonly width: number;
  readonly counts: Float64Array;
  /** References a segment, or `var` where that differs. */
  readonly references: number | 'var';
}

/** Counts every segment of a corpus.
 * @throws TlcError FILE_EMPTY, TEXT_LENGTH_MISMATCH, REFERENCE_MISSING */
export function countCorpus(
  measure: TranslationMeasure,
  hypotheses: readonly string[],
  references: References,
): CorpusCounts {
  checkStreams(hypotheses, references);
  const { width } = measure;
  const counts = new Float64Array(hypotheses.length * width);
  const numbers = new Set<number>();
  for (let row = 0; row < hypotheses.length; row++) {
    const own = referencesOf(references, row);
    numbers.add(own.length);
    measure.count(hypotheses[row], own, counts, row * width);
  }
  return { rows: hypotheses.length, width, counts, references: numbers.size === 1 ? [...numbers][0] : 'var' };
}

/** The counts of all segments together, added in their order. */
export function sumCounts({ rows, width, counts }: CorpusCounts): Float64Array {
  const sum = new Float64Array(width);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < width; i++) sum[i] += counts[row * width + i];
  }
  return sum;
}

/** The score of a corpus. */
export function scoreCorpus(measure: TranslationMeasure, corpus: CorpusCounts): Value {
  return measure.score(sumCounts(corpus));
}
