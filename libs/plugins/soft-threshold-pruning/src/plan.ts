import { type CompressionPlan, chosenNames, planOfZeros, zerosOfCuts } from '#methods';
import type { ModelShape } from '#families';
import type { SoftThresholdPruningConfig } from './config.js';

/** The zeros are taken to be spread evenly, which makes no difference to their sum. */
export function plan(shape: ModelShape, config: SoftThresholdPruningConfig): CompressionPlan {
  const cut = { names: [...chosenNames(shape, config)], sparsity: config.sparsity };
  return planOfZeros(shape, zerosOfCuts([cut], shape.parameters), config.finetune.stop.seconds);
}
