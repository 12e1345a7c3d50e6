import type { Units } from '#methods';
import { type ModelConfig, layerParts } from '#families';

/** How many neurons each layer's feed-forward block has; one for all layers that share their parameters. */
export const neuronsOf = (config: ModelConfig): Units =>
  new Map(layerParts(config).map(({ name, inner }) => [name, inner]));
