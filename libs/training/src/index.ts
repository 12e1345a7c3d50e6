export { evaluateModel, type Evaluation, measuresOf } from './evaluate.js';
export { learningRate } from './schedule.js';
export { predict, type Predictions, type PredictOptions } from './predict.js';
export { train } from './train.js';
export type { HistoryPoint, TrainingHooks, TrainingRequest, TrainingResult } from './training.js';
export {
  costOf,
  type LineageEntry,
  type Making,
  readHistory,
  readLineage,
  type TrainingCost,
  writeModelArtifact,
} from './model-artifact.js';
