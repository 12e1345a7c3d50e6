import { type KeyDescription, describeConfig } from '#contracts';
import { type CompressionKind, serviceOf } from './kind.js';
import type { CompressionMethod } from './method.js';

/** A plugin as lists and documentation show it; plain JSON. */
export interface PluginDescription {
  readonly id: string;
  readonly version: string;
  readonly kind: CompressionKind;
  readonly service: string;
  readonly description: string;
  readonly example: Readonly<Record<string, unknown>>;
  /** The key that a search for a target sets, where the plugin names one. */
  readonly strength?: CompressionMethod['strength'];
  readonly keys: readonly KeyDescription[];
}

/** What there is to know about a plugin, its config's documentation made from the class. */
export function describePlugin(plugin: CompressionMethod): PluginDescription {
  const { id, version, kind, description, example, config, strength } = plugin;
  return {
    id,
    version,
    kind,
    service: serviceOf(kind),
    description,
    example: { ...example },
    ...(strength && { strength }),
    keys: describeConfig(config),
  };
}
