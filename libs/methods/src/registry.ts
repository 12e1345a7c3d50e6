import { TlcError, nearest } from '#contracts';
import { checkPlugin } from './check-plugin.js';
import type { CompressionMethod } from './method.js';

/** Where a plugin was found, and what was found there. */
export interface FoundPlugin {
  /** Folder or package, for messages. */
  readonly from: string;
  readonly plugin: unknown;
}

/** The plugins of a process: an object that is made at start and passed to who needs it. */
export interface PluginRegistry {
  /** In order of their ids. */
  list(): readonly CompressionMethod[];
  /** @throws TlcError PLUGIN_UNKNOWN with the nearest id and all ids */
  get(id: string): CompressionMethod;
}

/** A registry of what was found.
 * @throws TlcError PLUGIN_INVALID for what is no plugin, PLUGIN_DUPLICATE for two of one id */
export function createRegistry(found: readonly FoundPlugin[]): PluginRegistry {
  const homes = new Map<string, string>();
  const plugins = new Map<string, CompressionMethod>();
  for (const { from, plugin: value } of found) {
    const plugin = checkPlugin(value, from);
    const other = homes.get(plugin.id);
    if (other !== undefined) {
      throw new TlcError('PLUGIN_DUPLICATE', `${other} and ${from} both export a plugin with the id ${plugin.id}.`, {
        details: { id: plugin.id, from: [other, from] },
      });
    }
    homes.set(plugin.id, from);
    plugins.set(plugin.id, plugin);
  }
  const ids = [...plugins.keys()].sort();
  return {
    list: () => ids.map((id) => plugins.get(id)!),
    get: (id) => plugins.get(id) ?? unknown(id, ids),
  };
}

function unknown(id: string, ids: readonly string[]): never {
  const near = nearest(id, ids);
  const hint = near ? ` Did you mean ${near}?` : '';
  throw new TlcError('PLUGIN_UNKNOWN', `There is no plugin ${id}.${hint} Installed: ${ids.join(', ') || 'none'}.`, {
    details: { id, allowed: ids, nearest: near },
  });
}
