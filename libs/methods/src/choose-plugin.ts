import { TlcError, checkConfig, keysWithoutEffect } from '#contracts';
import type { CompressionMethod } from './method.js';
import { neededInputs } from './needed-inputs.js';
import type { PluginRegistry } from './registry.js';
import { serviceOf } from './kind.js';
import { middleConfig, strengthOf } from './target/strength.js';

/** The plugin of a `compress` step as its recipe holds it: with its checked config, every default filled in; what it
 * needs beside the model; and which of its keys have no effect.
 * @param path what to call the config in messages
 * @param searched whether a search sets its strength, which the config is without then
 * @throws TlcError PLUGIN_UNKNOWN, PLUGIN_REFUSED where it has no strength to search for, CONFIG_… */
export function choosePlugin(
  registry: PluginRegistry,
  id: string,
  config: unknown,
  path = 'config.config',
  searched = false,
) {
  const plugin = registry.get(id);
  const checked = searched ? searchedConfig(plugin, config, path) : checkConfig(plugin.config, config, path);
  const plain = JSON.parse(JSON.stringify(checked)) as Record<string, unknown>;
  if (searched) delete plain[strengthOf(plugin).key];
  return {
    id: plugin.id,
    version: plugin.version,
    kind: plugin.kind,
    service: serviceOf(plugin.kind),
    config: plain,
    needs: neededInputs(plugin, checked),
    warnings: keysWithoutEffect(checked, 'config'),
  };
}

function searchedConfig(plugin: CompressionMethod, config: unknown, path: string): object {
  const { key } = strengthOf(plugin);
  if (!Object.hasOwn(config as object, key)) return middleConfig(plugin, config, path);
  const field = `${path}.${key}`;
  const message = `${field} has no place beside target, which sets it: leave one of the two out`;
  throw new TlcError('CONFIG_WRONG_VALUE', message, { details: { field } });
}
