import { type CompressionPlan, prunedShape } from '#methods';
import type { ModelShape } from '#families';
import type { MagnitudePruningConfig } from './config.js';
import { prunedNames } from './weights.js';

const LIMITS = `a bit for each weight says whether it is zero, so that float32 weights need a sparsity above ${1 / 32}, and 4-bit ones above ${1 / 4}`;

/** With global scope the zeros are taken to be spread evenly: where they really lie depends on the weights, and makes no
 * difference to their sum. No runtime computes faster with zeros in no order. */
export function plan(shape: ModelShape, config: MagnitudePruningConfig): CompressionPlan {
  const names = prunedNames(shape, config);
  const parameters = shape.parameters.map((parameter) =>
    names.has(parameter.name) ? prunedShape(parameter, config.sparsity) : parameter,
  );
  return { shape: { ...shape, parameters }, limits: LIMITS, seconds: config.finetune?.stop.seconds };
}
