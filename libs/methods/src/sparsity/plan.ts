import type { ModelShape } from '#families';
import { linearLayersOf } from '../linear-layers.js';
import type { CompressionPlan } from '../method.js';
import type { InputSparsityConfig } from './config.js';
import { checkDivides } from './check-divides.js';
import { patternOf, patternZeros } from './pattern.js';
import { planOfZeros } from './plan-zeros.js';

/** The plan of a method that makes weights zero by what the layers' inputs say.
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
  const zeros = new Map(
    [...chosen].map(([name, { shape: own }]) => [name, pattern ? patternZeros(own, pattern) : zerosOf(own)]),
  );
  // Zeros that are there may lie where others would not have come
  const atMost = [...chosen.values()].some(({ encoding }) => encoding?.sparse);
  return { ...planOfZeros(shape, zeros), ...(atMost && { atMost }) };
}
