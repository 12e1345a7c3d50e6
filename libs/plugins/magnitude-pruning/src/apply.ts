import { type CompressionContext, type MagnitudePruning, pruneWeights, smallestStorage } from '#compression';
import { partOfStop } from '#contracts';
import { type Model, disposeModel, mapParameters, modelShape } from '#models';
import type { MagnitudePruningConfig } from './config.js';
import { sparsities } from './schedule.js';
import { prunedNames } from './weights.js';

/** Raises sparsity step by step, fine-tuning after each (Li et al. 2020, arXiv 2002.11794, section 2.3), or prunes once
 * (Han et al. 2015, arXiv 1506.02626, without training). */
export async function apply(model: Model, config: MagnitudePruningConfig, context: CompressionContext): Promise<Model> {
  const { finetune } = config;
  const steps = sparsities(config);
  const names = prunedNames(modelShape(model), config);
  const scope = config.scope as MagnitudePruning['scope'];
  let current = model;
  const replaceBy = (next: Model) => {
    if (current !== model) disposeModel(current);
    current = next;
  };
  try {
    for (const [step, sparsity] of steps.entries()) {
      context.signal.throwIfAborted();
      const phase = `sparsity ${(100 * sparsity).toFixed(1)} %`;
      const within = [step / steps.length, (step + 1) / steps.length] as const;
      context.progress({ phase, done: within[0] });
      replaceBy(pruneWeights(current, { names, sparsity, scope }));
      if (finetune) {
        const training = { ...finetune, stop: partOfStop(finetune.stop, step, steps.length) };
        replaceBy(await context.train({ model: current, training, phase, within }));
      }
    }
    replaceBy(mapParameters(current, smallestStorage));
  } catch (error) {
    if (current !== model) disposeModel(current);
    throw error;
  }
  return current;
}
