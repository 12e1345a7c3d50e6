import { type CompressionPlan, chosenNames, planOfZeros, sparsityCuts, zerosOfCuts } from '#methods';
import type { ModelShape } from '#families';
import type { MovementPruningConfig } from './config.js';

/** With global scope the zeros are taken to be spread evenly, which makes no difference to their sum. */
export function plan(shape: ModelShape, config: MovementPruningConfig): CompressionPlan {
  const zeros = zerosOfCuts(sparsityCuts(chosenNames(shape, config), config), shape.parameters);
  return planOfZeros(shape, zeros, config.finetune.stop.seconds);
}
