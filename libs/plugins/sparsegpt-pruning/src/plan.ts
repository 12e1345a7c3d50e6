import { type CompressionPlan, planOfSparsity } from '#methods';
import type { ModelShape } from '#families';
import { BLOCK, zerosOfBlock } from './blocks.js';
import type { SparseGptPruningConfig } from './config.js';

/** Every block of inputs loses its share of the weights. */
export function plan(shape: ModelShape, config: SparseGptPruningConfig): CompressionPlan {
  return planOfSparsity(shape, config, ([rows, columns]) => {
    let zeros = 0;
    for (let from = 0; from < columns; from += BLOCK) {
      zeros += zerosOfBlock(rows * Math.min(BLOCK, columns - from), config);
    }
    return zeros;
  });
}
