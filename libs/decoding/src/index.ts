export { beamSearch } from './beam-search.js';
export type { Banned, Decoder, Next } from './decoder.js';
export type { DrawOptions } from './draw.js';
export { greedySearch } from './greedy-search.js';
export type { SearchOptions } from './options.js';
export { type SampleOptions, sampleTexts } from './sample.js';
export type { FoundText } from './text.js';
