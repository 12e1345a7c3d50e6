import type { Granularity, GridSpec, ModelShape, ParameterShape } from '#families';
import { bitsOf } from '../bits-of.js';
import { chooseParameters } from '../choose-parameters.js';
import type { GridConfig } from './config.js';

/** The grid for each weight that is quantized, by name; the others, norms and biases stay as they are.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export function gridsOf(shape: Pick<ModelShape, 'parameters'>, config: GridConfig): ReadonlyMap<string, GridSpec> {
  return new Map(chooseParameters(shape, config).map(({ name, role }) => [name, gridOf(role, config)]));
}

function gridOf(role: ParameterShape['role'], config: GridConfig): GridSpec {
  return {
    bits: bitsOf(role, config),
    granularity: config.granularity as Granularity,
    ...(config.granularity === 'group' && { groupSize: config.group_size }),
    symmetric: config.symmetric,
  };
}
