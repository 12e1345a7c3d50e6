import type { Units } from '#methods';
import { type ModelConfig, layerParts } from '#families';

/** How many heads each layer has; one for all layers that share their parameters. */
export const headsOf = (config: ModelConfig): Units =>
  new Map(layerParts(config).map(({ name, heads }) => [name, heads]));
