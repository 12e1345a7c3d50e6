import { type CompressionPlan, linearLayersOf, planOfZeros, sparsityCuts, zerosOfCuts } from '#methods';
import type { ModelShape } from '#families';
import type { ObertPruningConfig } from './config.js';

/** With global scope the zeros are taken to be spread evenly, which makes no difference to their sum. */
export function plan(shape: ModelShape, config: ObertPruningConfig): CompressionPlan {
  const names = linearLayersOf(shape, config).keys();
  return planOfZeros(shape, zerosOfCuts(sparsityCuts(names, config), shape.parameters), config.finetune?.stop.seconds);
}
