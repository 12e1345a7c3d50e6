import type { ModelShape } from '#families';
import { type CompressionPlan, planOfGrids } from '#methods';
import type { QuantizationAwareTrainingConfig } from './config.js';

export function plan(shape: ModelShape, config: QuantizationAwareTrainingConfig): CompressionPlan {
  return { ...planOfGrids(shape, config), seconds: config.finetune.stop.seconds };
}
