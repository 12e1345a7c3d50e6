export type {
  CompressionContext,
  CompressionEstimate,
  CompressionKind,
  CompressionPlugin,
  FinetuneRequest,
  PluginNeeds,
} from './plugin.js';
export { type PluginDescription, describePlugin } from './describe-plugin.js';
export { type PluginSources, discoverPlugins, packagesNamed } from './discover.js';
export { needsData } from './needs-data.js';
export { type FoundPlugin, type PluginRegistry, createRegistry } from './registry.js';
export { serviceOf } from './service-of.js';
