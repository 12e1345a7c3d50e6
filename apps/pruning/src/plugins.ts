import { choosePlugin, discoverPlugins } from '#compression';
import type { PluginOf } from '#runtime';

const registry = await discoverPlugins();

/** Chooses the plugin of a `compress` job, in the child process, where the plugins are loaded. */
const pluginOf: PluginOf = (config) => choosePlugin(registry, config.with, config.config);

export default pluginOf;
