import { type CompressionPlan, planOfZeros, zerosOfCuts } from '#methods';
import type { ModelShape } from '#families';
import type { RiglConfig } from './config.js';
import { startingCuts } from './distribution.js';

/** An exchange leaves as many connections as there were. */
export function plan(shape: ModelShape, config: RiglConfig): CompressionPlan {
  return planOfZeros(shape, zerosOfCuts(startingCuts(shape, config), shape.parameters), config.finetune.stop.seconds);
}
