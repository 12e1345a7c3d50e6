import { type CompressionPlan, SPARSE_LIMITS, sparseShape, zerosOf } from '#methods';
import { type ModelShape, sizeOf } from '#families';
import type { MagnitudePruningConfig } from './config.js';
import { prunedNames } from './weights.js';

/** With global scope the zeros are taken to be spread evenly: where they really lie depends on the weights, and makes no
 * difference to their sum. No runtime computes faster with zeros in no order. */
export function plan(shape: ModelShape, config: MagnitudePruningConfig): CompressionPlan {
  const names = prunedNames(shape, config);
  const parameters = shape.parameters.map((parameter) =>
    names.has(parameter.name) ? sparseShape(parameter, zerosOf(sizeOf(parameter.shape), config.sparsity)) : parameter,
  );
  return { shape: { ...shape, parameters }, limits: SPARSE_LIMITS, seconds: config.finetune?.stop.seconds };
}
