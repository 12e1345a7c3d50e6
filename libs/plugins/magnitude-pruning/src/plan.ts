import { type CompressionPlan, patternZeros, planOfZeros, zerosOfCuts } from '#methods';
import type { ModelShape } from '#families';
import type { MagnitudePruningConfig } from './config.js';
import { pruningOf } from './pruning.js';

/** With global scope the zeros are taken to be spread evenly, which makes no difference to their sum. */
export function plan(shape: ModelShape, config: MagnitudePruningConfig): CompressionPlan {
  const { cuts, block, pattern } = pruningOf(shape, config);
  const zeros = new Map(zerosOfCuts(cuts, shape.parameters, block && block.rows * block.columns));
  if (pattern) {
    for (const { name, shape: own } of shape.parameters)
      if (zeros.has(name)) zeros.set(name, patternZeros(own, pattern));
  }
  return planOfZeros(shape, zeros, config.finetune?.stop.seconds);
}
