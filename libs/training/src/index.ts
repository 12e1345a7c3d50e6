export { frozenParameters } from './parameters/frozen-parameters.js';
export { OBJECTIVES, type ObjectiveName } from './objectives/index.js';
export { taskHead } from './task-head.js';
export { train } from './train.js';
export { trainArtifact, type TrainingJob } from './train-artifact.js';
export type {
  HistoryPoint,
  MethodState,
  TrainingConfig,
  TrainingHooks,
  TrainingPass,
  TrainingRequest,
  TrainingResult,
} from './training.js';
export {
  costOf,
  type LineageEntry,
  type Making,
  type ModelSource,
  readHistory,
  readLineage,
  type TrainingCost,
  writeModelArtifact,
} from './model-artifact.js';
export { checkMemory } from './memory/check-memory.js';
export { type DataOutline, type MemoryRequest, trainingLoad } from './memory/request.js';
export { machineMemory } from './memory/machine-memory.js';
export { type MemoryPart, type MemoryPrediction, predictMemory, PROCESS_BYTES } from './memory/predict-memory.js';
export { requireMemory } from './memory/require-memory.js';
export type { Batching } from './memory/suggest-settings.js';
export type { BatchExtent, TrainingLoad } from './memory/training-load.js';
