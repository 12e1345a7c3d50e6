import { type CompressionPlan, checkDrawsAnswers, cutShape } from '#methods';
import { type Cut, type ModelShape, weightFileBytes } from '#families';
import { budgetOf } from './budget.js';
import type { FisherPruningConfig } from './config.js';
import { type Candidate, type Counts, candidates } from './search.js';

/** How many heads and how many neurons go the data decide: these are the most bytes that both together can have. */
export function plan(shape: ModelShape, config: FisherPruningConfig): CompressionPlan {
  if (config.labels === 'model') checkDrawsAnswers(shape.head);
  const { units, budget } = budgetOf(shape, config);
  const even = units.map((own) => [own, Array.from({ length: own.count }, (_, i) => i / own.count)] as const);
  const [largest] = turningPoints(candidates(even, budget))
    .map((candidate) => cutShape(shape, firstOf(candidate.counts())))
    .sort((one, other) => weightFileBytes(other.shape) - weightFileBytes(one.shape));
  return { ...largest, atMost: true, bytesAtMost: true, limits: 'one head and one neuron of each layer stay' };
}

/** Those between which bytes go up or down evenly: both ends, and where another head begins to cost neurons. */
function turningPoints(all: readonly Candidate[]): readonly Candidate[] {
  const last = all.findLastIndex(({ neurons }) => neurons === all[0].neurons);
  return [...new Set([all[0], all[last], all[last + 1] ?? all[last], all.at(-1)!])];
}

/** As many heads and neurons of each layer, whichever they are. */
function firstOf({ heads, neurons }: Counts): Cut {
  const first = (counts: ReadonlyMap<string, number>) =>
    Object.fromEntries([...counts].map(([layer, count]) => [layer, Array.from({ length: count }, (_, i) => i)]));
  return { heads: first(heads), neurons: first(neurons) };
}
