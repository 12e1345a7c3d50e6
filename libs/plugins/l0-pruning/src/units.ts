import { type ModelConfig, layerParts } from '#families';
import type { Units } from '#methods';
import type { L0PruningConfig } from './config.js';

/** How many heads or neurons each layer has; those of one for all layers that share their parameters. */
export const unitsOf = (config: ModelConfig, kind: L0PruningConfig['units']): Units =>
  new Map(layerParts(config).map(({ name, heads, inner }) => [name, kind === 'heads' ? heads : inner]));
