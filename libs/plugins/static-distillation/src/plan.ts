import type { CompressionPlan } from '#methods';
import type { ModelShape } from '#families';
import type { StaticDistillationConfig } from './config.js';
import { studentShape } from './student.js';

export function plan(shape: ModelShape, config: StaticDistillationConfig): CompressionPlan {
  return {
    shape: studentShape(shape, config),
    limits: 'a table has as many numbers as tokens times width',
    seconds: config.finetune?.stop.seconds,
  };
}
