import { type CompressionContext, cutModel } from '#compression';
import { type Model, disposeModel, modelShape } from '#models';
import { budgetOf } from './budget.js';
import type { FisherPruningConfig } from './config.js';
import { type Slopes, blockOf, diagonalOf, slopesOf } from './fisher.js';
import { rearranged } from './rearrange.js';
import { candidates } from './search.js';
import { tuned } from './tune.js';

/** Removes the heads and neurons whose removal raises the loss least, within the budget, and scales what is left. */
export async function apply(model: Model, config: FisherPruningConfig, context: CompressionContext): Promise<Model> {
  const share = config.tuning_sentences > 0 ? 0.7 : 1;
  const slopes = await slopesOf(model, config, context, [0, 0.9 * share]);
  const { units, budget } = budgetOf(modelShape(model), config);
  const slopesOfUnits = units.map((own) => slopes.find(({ layer, kind }) => layer === own.layer && kind === own.kind)!);
  const scores = units.map((own, i) => [own, diagonalOf(slopesOfUnits[i])] as const);
  const best = candidates(scores, budget).reduce((one, other) => (other.lost < one.lost ? other : one));
  const counts = best.counts();
  const cut = { heads: {} as Record<string, number[]>, neurons: {} as Record<string, number[]> };
  for (const own of slopes) {
    context.signal.throwIfAborted();
    cut[own.kind][own.layer] = kept(own, counts[own.kind].get(own.layer)!);
  }
  const smaller = cutModel(model, cut);
  if (config.tuning_sentences === 0) return smaller;
  try {
    return await tuned(smaller, model, config, context, [share, 1]);
  } finally {
    disposeModel(smaller);
  }
}

const kept = (slopes: Slopes, left: number) =>
  left === slopes.units ? Array.from({ length: left }, (_, i) => i) : rearranged(blockOf(slopes), slopes.units, left);
