/** What planning asks of compression methods: nothing here loads the engine. */
export { checkCut } from './check-cut.js';
export { cutShape } from './cut-shape.js';
export { namesBefore } from './names-before.js';
export { UnitPruningConfig } from './unit-pruning/config.js';
export { keptUnits, standIn, type UnitChoice, type Units, type UnitScores } from './unit-pruning/kept-units.js';
export { checkPlugin } from './check-plugin.js';
export { CHOICE_WORDS, type ParameterChoice, chooseParameters } from './choose-parameters.js';
export { choosePlugin } from './choose-plugin.js';
export { type PluginDescription, describePlugin } from './describe-plugin.js';
export { type PluginSources, discoverPlugins, packagesNamed } from './discover.js';
export { type CompressionEstimate, estimateCompression } from './estimate-compression.js';
export { type CompressionKind, serviceOf } from './kind.js';
export type { CompressionMethod, CompressionPlan, PluginNeeds } from './method.js';
export { neededInputs, needsData } from './needed-inputs.js';
export { type FoundPlugin, type PluginRegistry, createRegistry } from './registry.js';
export { isSmallerSparse } from './sparse-storage.js';
export { vocabularyShape } from './vocabulary-shape.js';
export { withStructure } from './with-structure.js';
