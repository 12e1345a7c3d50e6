import type { ModelShape, ParameterShape } from '#families';
import { linearLayersOf } from '../linear-layers.js';
import type { CompressionPlan } from '../method.js';
import type { InputSparsityConfig } from './config.js';
import { checkDivides } from './check-divides.js';
import { patternOf, patternZeros } from './pattern.js';
import { SPARSE_LIMITS, sparseShape } from './sparse-shape.js';

/** The plan of a method that makes weights zero by what the layers' inputs say. No runtime that TLC exports to computes faster
 * with such zeros.
 * @throws TlcError PLUGIN_REFUSED where a matrix has no whole number of a pattern's groups
 * @param zerosOf how many of a matrix become zero, where no pattern says it */
export function planOfSparsity(
  shape: ModelShape,
  config: InputSparsityConfig,
  zerosOf: (shape: readonly number[]) => number,
): CompressionPlan {
  const chosen = linearLayersOf(shape, config);
  const pattern = patternOf(config.pattern);
  if (pattern) checkDivides(chosen.values(), { rows: 1, columns: pattern.of });
  const pruned = (parameter: ParameterShape) =>
    sparseShape(parameter, pattern ? patternZeros(parameter.shape, pattern) : zerosOf(parameter.shape));
  const parameters = shape.parameters.map((parameter) => (chosen.has(parameter.name) ? pruned(parameter) : parameter));
  // Zeros that are there may lie where others would not have come
  const atMost = [...chosen.values()].some(({ encoding }) => encoding?.sparse);
  return { shape: { ...shape, parameters }, limits: SPARSE_LIMITS, ...(atMost && { atMost }) };
}
