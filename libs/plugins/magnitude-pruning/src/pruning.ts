import {
  type Block,
  blockOf,
  checkDivides,
  chooseParameters,
  type Pattern,
  patternOf,
  type SparsityCut,
  sparsityCuts,
} from '#methods';
import type { ModelShape } from '#families';
import type { MagnitudePruningConfig } from './config.js';

/** What a config asks for of a model. */
export interface Pruning {
  readonly cuts: readonly SparsityCut[];
  readonly relative: boolean;
  readonly block?: Block;
  readonly pattern?: Pattern;
}

/** Which weights are compared with each other, and how. By default those of the layers' linear layers: a global cut compares
 * magnitudes, and weights of pooler, head and embeddings are of another size, so that they would go all together or not at all.
 * @throws TlcError CONFIG_WRONG_VALUE for a name that no weight has; PLUGIN_REFUSED for a matrix that a pattern or a block does
 * not divide */
export function pruningOf(shape: Pick<ModelShape, 'parameters'>, config: MagnitudePruningConfig): Pruning {
  const chosen = chooseParameters(shape, config);
  const [block, pattern] = [blockOf(config.block), patternOf(config.pattern)];
  if (block) checkDivides(chosen, block);
  if (pattern) checkDivides(chosen, { rows: 1, columns: pattern.of });
  const names = chosen.map(({ name }) => name);
  return {
    cuts: sparsityCuts(names, config),
    relative: config.scope === 'distribution',
    ...(block && { block }),
    ...(pattern && { pattern }),
  };
}
