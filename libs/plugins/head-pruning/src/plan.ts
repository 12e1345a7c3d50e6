import { type CompressionPlan, cutShape, standIn } from '#methods';
import type { ModelShape } from '#families';
import type { HeadPruningConfig } from './config.js';
import { headsOf } from './heads.js';

/** Every head of a model is of the same size, so that it makes no difference which ones go. */
export function plan(shape: ModelShape, config: HeadPruningConfig): CompressionPlan {
  return {
    ...cutShape(shape, { heads: standIn(headsOf(shape.config), config) }),
    atMost: true,
    limits: 'one head of each layer stays, and a share that is less than half a head removes none',
    seconds: config.finetune?.stop.seconds,
  };
}
