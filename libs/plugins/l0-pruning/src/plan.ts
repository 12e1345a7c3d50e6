import { type CompressionPlan, cutShape, standIn } from '#methods';
import type { ModelShape } from '#families';
import type { L0PruningConfig } from './config.js';
import { unitsOf } from './units.js';

/** Heads of a model are all of one size, and so are neurons: it makes no difference which ones go. */
export function plan(shape: ModelShape, { units, share, finetune }: L0PruningConfig): CompressionPlan {
  const left = standIn(unitsOf(shape.config, units), { share, scope: 'global' });
  return {
    ...cutShape(shape, { [units]: left }),
    atMost: true,
    limits: `one of the ${units} of each layer stays`,
    seconds: finetune.stop.seconds,
  };
}
