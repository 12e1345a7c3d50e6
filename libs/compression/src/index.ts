export type {
  CompressionContext,
  CompressionEstimate,
  CompressionKind,
  CompressionPlugin,
  FinetuneRequest,
  MethodTraining,
  PluginNeeds,
} from './plugin.js';
export { type PluginDescription, describePlugin } from './describe-plugin.js';
export { type PluginSources, discoverPlugins, packagesNamed } from './discover.js';
export { choosePlugin } from './choose-plugin.js';
export { needsData } from './needs-data.js';
export { type FoundPlugin, type PluginRegistry, createRegistry } from './registry.js';
export { serviceOf } from './service-of.js';
export { sizeEstimate } from './size-estimate.js';
export { checkResult } from './check-result.js';
export { compressModel } from './compress-model.js';
export { type ContextOptions, type RecordingContext, createContext } from './context.js';
export { CHOICE_WORDS, type ParameterChoice, chooseParameters } from './choose-parameters.js';
export { changeParameters } from './change-parameters.js';
export { countNonZeros, isWorthSparse } from './worth-sparse.js';
export { type ConformanceCheck, conformance } from './conformance/conformance.js';
export { type Fixture, type WithFixture, fixtures } from './conformance/fixture.js';
export { type CompressionJob, compressFolder } from './compress-folder.js';
