import { chosenNames } from '#methods';
import type { ModelShape } from '#families';
import type { MagnitudePruningConfig } from './config.js';

/** The names of the weights to prune. By default those of the layers' linear layers: a global cut compares magnitudes, and
 * weights of pooler, head and embeddings are of another size, so that they would go all together or not at all.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has */
export const prunedNames = (
  shape: Pick<ModelShape, 'parameters'>,
  config: MagnitudePruningConfig,
): ReadonlySet<string> => chosenNames(shape, config);
