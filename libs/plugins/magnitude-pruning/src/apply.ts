import { type CompressionContext, inSteps, pruneWeights, risesOf, smallestStorage } from '#compression';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { MagnitudePruningConfig } from './config.js';
import { pruningOf } from './pruning.js';

/** Raises sparsity step by step, fine-tuning after each (Li et al. 2020, arXiv 2002.11794, section 2.3), or prunes once
 * (Han et al. 2015, arXiv 1506.02626, without training). */
export async function apply(model: Model, config: MagnitudePruningConfig, context: CompressionContext): Promise<Model> {
  const { cuts, ...options } = pruningOf(modelShape(model), config);
  const phase = (rise: number) =>
    options.pattern ? `pattern ${config.pattern}` : `sparsity ${(100 * config.sparsity * rise).toFixed(1)} %`;
  const steps = { shares: risesOf(config), phase, ...(config.finetune && { finetune: config.finetune }) };
  const pruned = await inSteps(model, steps, context, (current, rise) =>
    pruneWeights(current, {
      ...options,
      cuts: cuts.map(({ names, sparsity }) => ({ names, sparsity: sparsity * rise })),
    }),
  );
  try {
    return mapParameters(pruned, smallestStorage);
  } finally {
    disposeModel(pruned);
  }
}
