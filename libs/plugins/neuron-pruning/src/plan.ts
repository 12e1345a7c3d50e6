import { type CompressionPlan, cutShape, standIn } from '#methods';
import type { ModelShape } from '#families';
import type { NeuronPruningConfig } from './config.js';
import { neuronsOf } from './neurons.js';

/** A neuron is of the same size in every layer, so that it makes no difference which ones go. */
export function plan(shape: ModelShape, config: NeuronPruningConfig): CompressionPlan {
  return {
    ...cutShape(shape, { neurons: standIn(neuronsOf(shape.config), config) }),
    atMost: true,
    limits: 'one neuron of each layer stays',
    seconds: config.finetune?.stop.seconds,
  };
}
