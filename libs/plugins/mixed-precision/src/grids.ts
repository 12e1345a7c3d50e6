import { type ModelShape, type ParameterShape, type Granularity, type GridSpec, sizeOf } from '#families';
import { linearLayersOf } from '#methods';
import type { MixedPrecisionConfig } from './config.js';

/** The matrices whose bits are chosen, by name.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has; PLUGIN_REFUSED for weights outside the layers */
export const chosenMatrices = (
  shape: Pick<ModelShape, 'parameters'>,
  config: MixedPrecisionConfig,
): ReadonlyMap<string, ParameterShape> => linearLayersOf(shape, config);

/** Whether a parameter outside the layers has codes, too. */
export const isOther = ({ role, place }: Pick<ParameterShape, 'role' | 'place'>): boolean =>
  role === 'embedding' || (role === 'linear' && place !== 'layers');

export const gridOf = (bits: number, { granularity, group_size: groupSize }: MixedPrecisionConfig): GridSpec => ({
  bits,
  granularity: granularity as Granularity,
  ...(granularity === 'group' && { groupSize }),
  symmetric: true,
});

/** Errors that fall to a quarter with each bit, as those of rounding do: what a plan says before any is measured. */
export function usualErrors({ shape }: ParameterShape, { least_bits: least, most_bits: most }: MixedPrecisionConfig) {
  const size = sizeOf(shape);
  return { size, errors: Array.from({ length: most - least + 1 }, (_, i) => size * 4 ** -(least + i)) };
}
