import type { CompressionContext } from '#compression';
import { type Model, disposeModel } from '#models';
import { type MagnitudePruningConfig, finetunes } from './config.js';
import { prune, stored } from './prune.js';
import { sparsities } from './schedule.js';

/** Raises sparsity step by step, fine-tuning after each (Li et al. 2020, arXiv 2002.11794, section 2.3), or prunes once
 * (Han et al. 2015, arXiv 1506.02626, without training). */
export async function compress(
  model: Model,
  config: MagnitudePruningConfig,
  context: CompressionContext,
): Promise<Model> {
  const steps = sparsities(config);
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
      replaceBy(prune(current, sparsity, config));
      if (finetunes(config)) {
        replaceBy(await context.finetune({ model: current, phase, within, ...shareOf(config, step) }));
      }
    }
    replaceBy(stored(current));
  } catch (error) {
    if (current !== model) disposeModel(current);
    throw error;
  }
  return current;
}

/** What of the fine-tuning in all belongs to a step, counted from 0. */
function shareOf(config: MagnitudePruningConfig, step: number) {
  const { steps, finetune_seconds: seconds, finetune_steps: updates, finetune_epochs: epochs } = config;
  const until = (count: number) => Math.round(((updates ?? 0) * count) / steps);
  return {
    learningRate: config.learning_rate,
    ...(seconds !== undefined && { seconds: seconds / steps }),
    ...(epochs !== undefined && { epochs: epochs / steps }),
    ...(updates !== undefined && { steps: until(step + 1) - until(step) }),
  };
}
