import type { ModelShape } from '#families';
import type { CompressionPlan } from '../method.js';
import { SPARSE_LIMITS, sparseShape } from './sparse-shape.js';

/** The plan of a method that makes weights zero. No runtime that TLC exports to computes faster with them, in whatever order they
 * lie.
 * @param zeros how many there will be of the weights that take part, by name
 * @param seconds of wall clock that the config allows */
export function planOfZeros(shape: ModelShape, zeros: ReadonlyMap<string, number>, seconds?: number): CompressionPlan {
  const parameters = shape.parameters.map((parameter) => {
    const own = zeros.get(parameter.name);
    return own === undefined ? parameter : sparseShape(parameter, own);
  });
  return { shape: { ...shape, parameters }, limits: SPARSE_LIMITS, ...(seconds !== undefined && { seconds }) };
}
