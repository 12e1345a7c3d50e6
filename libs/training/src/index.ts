export { train } from './train.js';
export { trainArtifact, type TrainingJob } from './train-artifact.js';
export type {
  HistoryPoint,
  MethodState,
  TrainingHooks,
  TrainingPass,
  TrainingRequest,
  TrainingResult,
  UpdatedWeights,
  Watch,
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
export { requireMemory } from './require-memory.js';
export { type CardScores, cardOf } from './model-card.js';
