import { sumCounts } from '../translation/corpus.js';
import { bootstrapScores, interval, type Counted, type Interval } from './bootstrap.js';
import { BooleanDrawer } from './drawing.js';
import { Pcg64 } from './pcg64.js';

/** A system beside the baseline. */
export interface PairedResult extends Partial<Interval> {
  readonly score: number;
  /** How probable so large a difference is if both systems are alike; of the baseline none. */
  readonly p?: number;
}

/** What sacreBLEU does by default. */
export const PAIRED_TRIALS = { bs: 1000, ar: 10_000 } as const;
export const SEED = 12345;

const scoreOf = ({ measure, corpus }: Counted) => measure.score(sumCounts(corpus)).value;
const share = (larger: number, trials: number) => (larger + 1) / (trials + 1);

/** Paired bootstrap resampling (Koehn, 2004, W04-3250): how often the difference of resamples is above its own mean by
 * more than the real difference. `counted` has the systems, first the baseline, of one measure or of several.
 * @returns the results in the same places */
export function pairedBootstrap(
  systems: readonly (readonly Counted[])[],
  resamples: number,
  seed: number,
): PairedResult[][] {
  const scores = bootstrapScores(systems.flat(), resamples, seed);
  const measures = systems[0].length;
  return systems.map((counted, system) =>
    counted.map((one, measure) => {
      const own = scores[system * measures + measure];
      const score = scoreOf(one);
      if (system === 0) return { score, ...interval(own) };
      const difference = Math.abs(scoreOf(systems[0][measure]) - score);
      const larger = own.distances(scores[measure]).countAboveMean(difference);
      return { score, ...interval(own), p: share(larger, resamples) };
    }),
  );
}

/** Paired approximate randomisation (Riezler and Maxwell, 2005, W05-0908): how often two systems that have exchanged
 * some of their segments differ by more than the real difference. */
export function pairedRandomization(
  systems: readonly (readonly Counted[])[],
  trials: number,
  seed: number,
): PairedResult[][] {
  const [baseline, ...others] = systems;
  const pairs = others.flatMap((counted) => counted.map((one, measure) => new Exchange(baseline[measure], one)));
  const drawer = new BooleanDrawer(new Pcg64(seed));
  const chosen = new Uint8Array(baseline[0].corpus.rows);
  for (let trial = 0; trial < trials; trial++) {
    drawer.fill(chosen);
    for (const pair of pairs) pair.attempt(chosen);
  }
  return [
    baseline.map((one) => ({ score: scoreOf(one) })),
    ...others.map((counted, system) =>
      counted.map((one, measure) => ({
        score: scoreOf(one),
        p: share(pairs[system * baseline.length + measure].larger, trials),
      })),
    ),
  ];
}

/** Two systems that exchange segments, and how often they then differed by more than as they are. */
class Exchange {
  larger = 0;
  private readonly differences: Float64Array;
  private readonly difference: number;
  private readonly both: Float64Array;
  private readonly total: Float64Array;
  private readonly sides: [Float64Array, Float64Array];

  constructor(
    baseline: Counted,
    private readonly system: Counted,
  ) {
    this.difference = Math.abs(scoreOf(baseline) - scoreOf(system));
    this.total = sumCounts(system.corpus);
    const first = sumCounts(baseline.corpus);
    this.both = this.total.map((count, i) => count + first[i]);
    this.differences = baseline.corpus.counts.map((count, i) => count - system.corpus.counts[i]);
    this.sides = [new Float64Array(this.total.length), new Float64Array(this.total.length)];
  }

  /** @param chosen 1 for each segment that the first pseudo-system has from the baseline */
  attempt(chosen: Uint8Array): void {
    const { differences, both, total, sides, system } = this;
    const [first, second] = sides;
    const width = total.length;
    first.set(total);
    for (let row = 0; row < chosen.length; row++) {
      if (chosen[row] === 0) continue;
      for (let i = 0, at = row * width; i < width; i++, at++) first[i] += differences[at];
    }
    for (let i = 0; i < width; i++) second[i] = both[i] - first[i];
    const score = (counts: Float64Array) => system.measure.score(counts, 'integer').value;
    if (Math.abs(score(first) - score(second)) > this.difference) this.larger++;
  }
}
