import { checkConfig, keysWithoutEffect } from '#contracts';
import { neededInputs } from './needed-inputs.js';
import type { PluginRegistry } from './registry.js';
import { serviceOf } from './kind.js';

/** The plugin of a `compress` step as its recipe holds it: with its checked config, every default filled in; what it
 * needs beside the model; and which of its keys have no effect.
 * @param path what to call the config in messages
 * @throws TlcError PLUGIN_UNKNOWN, CONFIG_… */
export function choosePlugin(registry: PluginRegistry, id: string, config: unknown, path = 'config.config') {
  const plugin = registry.get(id);
  const checked = checkConfig(plugin.config, config, path);
  return {
    id: plugin.id,
    version: plugin.version,
    kind: plugin.kind,
    service: serviceOf(plugin.kind),
    config: JSON.parse(JSON.stringify(checked)) as Record<string, unknown>,
    needs: neededInputs(plugin, checked),
    warnings: keysWithoutEffect(checked, 'config'),
  };
}
