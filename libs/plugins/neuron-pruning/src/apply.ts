import { type CompressionContext, keptUnits, pruneUnits } from '#compression';
import type { Model } from '#models';
import type { NeuronPruningConfig } from './config.js';
import { neuronImportance } from './importance.js';
import { neuronsOf } from './neurons.js';

/** Removes the neurons that matter least, measured anew before each step. */
export async function apply(model: Model, config: NeuronPruningConfig, context: CompressionContext): Promise<Model> {
  const neurons = neuronsOf(model.config);
  return pruneUnits(model, config, context, async (current, share) => {
    const scores = await neuronImportance(current, config, context);
    return { neurons: keptUnits(scores, neurons, { share, scope: config.scope }) };
  });
}
