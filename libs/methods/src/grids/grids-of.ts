import type { Granularity, GridSpec, ModelShape } from '#families';
import { bitsOf } from '../bits-of.js';
import { chooseParameters } from '../choose-parameters.js';
import type { GridConfig } from './config.js';

/** The grid for each weight that is quantized, by name; the others, norms and biases stay as they are.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export function gridsOf(shape: Pick<ModelShape, 'parameters'>, config: GridConfig): ReadonlyMap<string, GridSpec> {
  return new Map(
    chooseParameters(shape, config).map(({ name, role }) => [name, gridOfBits(bitsOf(role, config), config)]),
  );
}

/** A grid of so many bits, as the other keys of a config describe it. */
export const gridOfBits = (
  bits: number,
  { granularity, group_size: groupSize, symmetric }: Pick<GridConfig, 'granularity' | 'group_size' | 'symmetric'>,
): GridSpec => ({
  bits,
  granularity: granularity as Granularity,
  ...(granularity === 'group' && { groupSize }),
  symmetric,
});
