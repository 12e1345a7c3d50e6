import type { CompressionMethod, PluginRegistry } from '#methods';
import type { Model } from '#models';
import type { CompressionContext } from './context/context.js';

/** A compression method: a plain object, the default export (or `plugin`) of a folder under libs/plugins or of an npm
 * package. */
export interface CompressionPlugin<C extends object = object> extends CompressionMethod<C> {
  /** Makes what was planned: a new model of the planned shapes; the one given stays as it is. What it computes with is best
   * imported here, when it is called: a plan then asks the method without loading the engine. */
  apply(model: Model, config: C, context: CompressionContext): Promise<Model>;
}

/** The plugin of a registry, whose parts `createRegistry` has checked, `apply` among them.
 * @throws TlcError PLUGIN_UNKNOWN with the nearest id and all ids */
export function pluginOf(registry: PluginRegistry, id: string): CompressionPlugin {
  return registry.get(id) as CompressionPlugin;
}
