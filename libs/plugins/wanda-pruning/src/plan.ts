import { type CompressionPlan, planOfSparsity, zerosOf } from '#methods';
import type { ModelShape } from '#families';
import type { WandaPruningConfig } from './config.js';

/** Every output of a layer loses as many weights. */
export function plan(shape: ModelShape, config: WandaPruningConfig): CompressionPlan {
  return planOfSparsity(shape, config, ([rows, columns]) => rows * zerosOf(columns, config.sparsity));
}
