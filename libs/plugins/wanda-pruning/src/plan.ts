import { type CompressionPlan, planOfSparsity } from '#methods';
import type { ModelShape } from '#families';
import type { WandaPruningConfig } from './config.js';
import { zerosOfRow } from './zeros.js';

/** Every output of a layer loses as many weights. */
export function plan(shape: ModelShape, config: WandaPruningConfig): CompressionPlan {
  return planOfSparsity(shape, config, ([rows, columns]) => rows * zerosOfRow(columns, config));
}
