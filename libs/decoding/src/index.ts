export { beamSearch } from './beam-search.js';
export type { Banned, Decoder, Next } from './decoder.js';
export { greedySearch } from './greedy-search.js';
export type { SearchOptions } from './options.js';
export type { FoundText } from './text.js';
