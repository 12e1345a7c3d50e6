import { type CompressionPlan, codedShape, linearLayersOf } from '#methods';
import type { ModelShape } from '#families';
import { allocate } from './allocate.js';
import type { MixedPrecisionConfig } from './config.js';
import { gridOf, isOther, usualErrors } from './grids.js';

/** Which matrix gets how many bits the data decide; their sum is within the budget, whichever they are. */
export function plan(shape: ModelShape, config: MixedPrecisionConfig): CompressionPlan {
  const chosen = [...linearLayersOf(shape, config).values()];
  const bits = allocate(
    chosen.map((own) => usualErrors(own, config)),
    config.bits,
    config.least_bits,
  );
  const bitsOf = new Map(chosen.map(({ name }, i) => [name, bits[i]]));
  const parameters = shape.parameters.map((parameter) => {
    const own = bitsOf.get(parameter.name) ?? (isOther(parameter) ? config.other_bits : undefined);
    return own === undefined ? parameter : codedShape(parameter, { grid: gridOf(own, config) });
  });
  const limits = `codes of ${config.bits} bits on average take no fewer bytes than the weights do`;
  return { shape: { ...shape, parameters }, atMost: true, bytesAtMost: true, limits };
}
