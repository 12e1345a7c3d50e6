import type { Kind, LayerUnits } from './units.js';

/** How many heads and neurons of each layer are left, by kind and by the layer's name. */
export type Counts = Readonly<Record<Kind, ReadonlyMap<string, number>>>;

/** What matters of each head or neuron, in the order of the units. */
export type Scores = readonly (readonly [units: LayerUnits, scores: ArrayLike<number>])[];

/** One way to keep within a budget. */
export interface Candidate {
  /** Heads and neurons that are left beside one of each layer. */
  readonly heads: number;
  readonly neurons: number;
  /** Sum of the scores of what goes. */
  readonly lost: number;
  counts(): Counts;
}

/** For each number of heads the most important ones, and with what is left of the budget the most important neurons (Kwon et al.
 * 2022, arXiv 2204.09656, section 4.1, algorithm 1): with a diagonal Fisher information matrix the loss rises by half the sum of
 * the scores of what goes, so that one of these is the best where all heads, and all neurons, cost the same. Where they do not,
 * those come first whose score is the highest for their cost. One head and one neuron of each layer always stay.
 * @param budget multiply-adds for all heads and neurons
 * @returns from the fewest heads to the most; none where one of each is too much */
export function candidates(scores: Scores, budget: number): readonly Candidate[] {
  const all = (kind: Kind) => scores.filter(([units]) => units.kind === kind);
  const [heads, neurons] = [ranked(all('heads')), ranked(all('neurons'))];
  const [most, least] = [heads.lost[0] + neurons.lost[0], heads.costs[0] + neurons.costs[0]];
  const found: Candidate[] = [];
  for (let kept = 0; kept <= heads.order.length; kept++) {
    const left = budget - least - (heads.costs[kept] - heads.costs[0]);
    if (left < 0) break;
    const also = within(neurons.costs, neurons.costs[0] + left);
    found.push({
      heads: kept,
      neurons: also,
      lost: most - (heads.lost[0] - heads.lost[kept]) - (neurons.lost[0] - neurons.lost[also]),
      counts: () => ({ heads: counted(all('heads'), heads, kept), neurons: counted(all('neurons'), neurons, also) }),
    });
  }
  return found;
}

/** Units of one kind by how much they matter for what they cost, but for the best of each layer. */
interface Ranked {
  /** Layers of the units, the best first. */
  readonly order: readonly string[];
  /** What it costs to keep the best of each layer and so many of `order`, and the scores that are lost then. */
  readonly costs: Float64Array;
  readonly lost: Float64Array;
}

function ranked(scores: Scores): Ranked {
  const optional = scores.flatMap(([{ layer, cost }, own]) => {
    const sorted = Float64Array.from(own).sort().reverse();
    return Array.from(sorted.subarray(1), (score) => ({ layer, cost, score }));
  });
  optional.sort((one, other) => other.score / other.cost - one.score / one.cost);
  const costs = new Float64Array(optional.length + 1);
  const lost = new Float64Array(optional.length + 1);
  costs[0] = scores.reduce((sum, [{ cost }]) => sum + cost, 0);
  // From the end, so that nothing is lost where all are kept, to the last bit
  for (let i = optional.length - 1; i >= 0; i--) lost[i] = lost[i + 1] + optional[i].score;
  optional.forEach(({ cost }, i) => (costs[i + 1] = costs[i] + cost));
  return { order: optional.map(({ layer }) => layer), costs, lost };
}

/** How many of rising costs are within a budget, beside the first. */
function within(costs: Float64Array, budget: number): number {
  let [from, to] = [0, costs.length - 1];
  while (from < to) {
    const middle = Math.ceil((from + to) / 2);
    if (costs[middle] <= budget) from = middle;
    else to = middle - 1;
  }
  return from;
}

function counted(scores: Scores, { order }: Ranked, kept: number): ReadonlyMap<string, number> {
  const counts = new Map(scores.map(([{ layer }]) => [layer, 1]));
  for (const layer of order.slice(0, kept)) counts.set(layer, counts.get(layer)! + 1);
  return counts;
}
