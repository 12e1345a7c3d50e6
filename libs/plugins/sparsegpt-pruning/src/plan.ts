import { type CompressionPlan, planOfSparsity, zerosOf } from '#methods';
import type { ModelShape } from '#families';
import { BLOCK } from './blocks.js';
import type { SparseGptPruningConfig } from './config.js';

/** Every block of inputs loses its share of the weights. */
export function plan(shape: ModelShape, config: SparseGptPruningConfig): CompressionPlan {
  return planOfSparsity(shape, config, ([rows, columns]) => {
    let zeros = 0;
    for (let from = 0; from < columns; from += BLOCK) {
      zeros += zerosOf(rows * Math.min(BLOCK, columns - from), config.sparsity);
    }
    return zeros;
  });
}
