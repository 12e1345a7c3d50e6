import { type CompressionContext, inSteps, linearLayersOf, risesOf, smallestStorage } from '#compression';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { ObertPruningConfig } from './config.js';
import { pruneByFisher } from './prune.js';

/** Raises sparsity step by step, by the Fisher information that the model has at each, and fine-tunes after it. */
export async function apply(model: Model, config: ObertPruningConfig, context: CompressionContext): Promise<Model> {
  const names = [...linearLayersOf(modelShape(model), config).keys()];
  const steps = {
    shares: risesOf(config),
    phase: (rise: number) => `sparsity ${(100 * config.sparsity * rise).toFixed(1)} %`,
    ...(config.finetune && { finetune: config.finetune }),
  };
  const pruned = await inSteps(model, steps, context, (current, rise) =>
    pruneByFisher(current, names, { ...config, sparsity: config.sparsity * rise }, context),
  );
  try {
    return mapParameters(pruned, smallestStorage);
  } finally {
    disposeModel(pruned);
  }
}
