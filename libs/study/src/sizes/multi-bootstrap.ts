import { random } from '#random';

/** The answers of the models of one form of a size: for each seed, whether each example was answered rightly (1 or 0). */
export interface Group {
  readonly size: string;
  /** What was done to the models; groups of one size share their seeds. */
  readonly form: string;
  readonly seeds: readonly Uint8Array[];
}

/** Mean accuracy of the models of a group. */
export type Accuracy = (size: string, form: string) => number;

/** A figure with the interval that holds 95 of 100 of its resampled values. */
export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A statistic of accuracies with its interval. */
export type Estimator = (statistic: (accuracy: Accuracy) => number) => Estimate;

const RESAMPLES = 1000;

/** Intervals of statistics over seeds and examples together: the multi-bootstrap (Sellam et al. 2021, arXiv 2106.16163).
 * Examples are resampled once for all models, seeds for each size by itself and for all its forms alike, as a compressed model
 * shares the seed of the model that it was made of. All statistics are of the same resamples, as drawing them takes longest.
 * @param examples of which resamples are drawn; left out: all */
export function multiBootstrap(
  groups: readonly Group[],
  { seed = 1, examples }: { readonly seed?: number; readonly examples?: readonly number[] } = {},
): Estimator {
  const chosen = Int32Array.from(examples ?? groups[0].seeds[0].keys());
  const seedsOf = new Map(groups.map(({ size, seeds }) => [size, seeds.length]));
  const stream = random(seed);
  const whole = accuracyOf(groups, weightsOf(chosen, groups), eachOnce(seedsOf));
  const resampled = Array.from({ length: RESAMPLES }, () => {
    const drawn = Int32Array.from(chosen, () => chosen[stream.integer(chosen.length)]);
    const seeds = new Map([...seedsOf].map(([size, count]) => [size, drawnSeeds(count, () => stream.integer(count))]));
    return accuracyOf(groups, weightsOf(drawn, groups), seeds);
  });
  return (statistic) => {
    const values = Float64Array.from(resampled, statistic).sort();
    const at = (share: number) => values[Math.round(share * (RESAMPLES - 1))];
    return { value: statistic(whole), low: at(0.025), high: at(0.975) };
  };
}

const drawnSeeds = (count: number, draw: () => number) => Array.from({ length: count }, draw);

const eachOnce = (seedsOf: ReadonlyMap<string, number>) =>
  new Map([...seedsOf].map(([size, count]) => [size, Array.from({ length: count }, (_, i) => i)]));

/** How often each example was drawn. */
function weightsOf(drawn: Int32Array, groups: readonly Group[]): Int32Array {
  const weights = new Int32Array(groups[0].seeds[0].length);
  for (const example of drawn) weights[example] += 1;
  return weights;
}

/** The accuracies of a resample. */
function accuracyOf(
  groups: readonly Group[],
  weights: Int32Array,
  seedsOf: ReadonlyMap<string, readonly number[]>,
): Accuracy {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const known = new Map<string, number>();
  for (const { size, form, seeds } of groups) {
    const drawn = seedsOf.get(size) as readonly number[];
    const right = seeds.map((answers) => rightOf(answers, weights));
    const sum = drawn.reduce((all, i) => all + right[i], 0);
    known.set(keyOf(size, form), sum / drawn.length / total);
  }
  return (size, form) => known.get(keyOf(size, form)) as number;
}

const keyOf = (size: string, form: string) => `${size}\n${form}`;

function rightOf(answers: Uint8Array, weights: Int32Array): number {
  let right = 0;
  for (let i = 0; i < answers.length; i++) right += answers[i] * weights[i];
  return right;
}
