import { chooseParameters } from '#methods';
import type { ModelShape } from '#families';
import type { MovementPruningConfig } from './config.js';

/** The names of the weights to prune.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export const prunedNames = (
  shape: Pick<ModelShape, 'parameters'>,
  config: MovementPruningConfig,
): ReadonlySet<string> => new Set(chooseParameters(shape, config).map(({ name }) => name));
