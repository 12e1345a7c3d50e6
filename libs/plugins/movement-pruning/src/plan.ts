import { type CompressionPlan, chosenNames, SPARSE_LIMITS, sparseShape, zerosOf } from '#methods';
import { type ModelShape, sizeOf } from '#families';
import type { MovementPruningConfig } from './config.js';

/** With global scope the zeros are taken to be spread evenly, which makes no difference to their sum. */
export function plan(shape: ModelShape, config: MovementPruningConfig): CompressionPlan {
  const names = chosenNames(shape, config);
  const parameters = shape.parameters.map((parameter) =>
    names.has(parameter.name) ? sparseShape(parameter, zerosOf(sizeOf(parameter.shape), config.sparsity)) : parameter,
  );
  return { shape: { ...shape, parameters }, limits: SPARSE_LIMITS, seconds: config.finetune.stop.seconds };
}
