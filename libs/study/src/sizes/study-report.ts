import { type Claim, claimsOf, DENSE } from './claims.js';
import { type Estimate, multiBootstrap } from './multi-bootstrap.js';
import type { TimedGroup } from './read-cells.js';

/** Mean accuracy of the models of a size that were trained so long and compressed so. */
export interface StudyRow {
  readonly size: string;
  readonly seconds: number;
  readonly form: string;
  readonly parameters: number;
  readonly bytes: number;
  readonly seeds: number;
  /** In percent. */
  readonly accuracy: Estimate;
}

/** What a study found. */
export interface StudyReport {
  /** Examples that all models answered. */
  readonly examples: number;
  readonly rows: readonly StudyRow[];
  /** The size with the best mean for each time, without compression. */
  readonly best: readonly { readonly seconds: number; readonly size: string }[];
  readonly claims: readonly Claim[];
}

/** Tables and verdicts of a study. */
export function studyReport(groups: readonly TimedGroup[]): StudyReport {
  const times = [...new Set(groups.map(({ seconds }) => seconds))].sort((a, b) => a - b);
  const at = (time: number) => groups.filter(({ seconds }) => seconds === time);
  const estimators = new Map(times.map((time) => [time, multiBootstrap(at(time))]));
  const rows = groups.map(({ size, seconds, form, parameters, bytes, seeds }) => ({
    size,
    seconds,
    form,
    parameters,
    bytes,
    seeds: seeds.length,
    accuracy: estimators.get(seconds)!((accuracy) => 100 * accuracy(size, form)),
  }));
  const best = times.map((seconds) => {
    const dense = rows.filter((row) => row.seconds === seconds && row.form === DENSE);
    return { seconds, size: dense.sort((a, b) => b.accuracy.value - a.accuracy.value)[0].size };
  });
  const longest = times.at(-1) as number;
  return { examples: groups[0].seeds[0].length, rows, best, claims: claimsOf(at(longest), estimators.get(longest)) };
}
