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

/** The same grids, with the names of those linear weights of the model's layers that have one, and the grids of all others. */
export function splitGridsOf(shape: Pick<ModelShape, 'parameters'>, config: GridConfig) {
  const grids = gridsOf(shape, config);
  const inLayers = shape.parameters.filter(({ role, place }) => role === 'linear' && place === 'layers');
  const weights: ReadonlySet<string> = new Set(inLayers.map(({ name }) => name).filter((name) => grids.has(name)));
  const others: ReadonlyMap<string, GridSpec> = new Map([...grids].filter(([name]) => !weights.has(name)));
  return { grids, weights, others };
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
