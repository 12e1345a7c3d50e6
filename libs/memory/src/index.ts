/** What a training takes of memory, told from shapes and settings before anything is computed: nothing here loads the engine. */
export { checkMemory, tryMemory } from './check-memory.js';
export { machineMemory } from './machine-memory.js';
export { isMuons } from './moment-floats.js';
export { type MemoryPart, type MemoryPrediction, predictMemory, PROCESS_BYTES } from './predict-memory.js';
export { type DataOutline, type MemoryRequest, trainingLoad } from './request.js';
export type { Batching } from './suggest-settings.js';
export type { BatchExtent, TrainingLoad } from './training-load.js';
