/** Whether a model, a data set and what is asked of both fit together: from facts, before anything is computed. */
export { checkFit, checkPositions } from './check-fit.js';
export { type DataFacts, dataFacts, type HeadFacts, type ModelFacts, type SplitFacts } from './facts.js';
export { hasAnswers, keptCopies, needsDev, watchesDev } from './dev-split.js';
export { frozenParameters } from './frozen-parameters.js';
export { measuresOf, qualityMeasures } from './measures.js';
export { namesOf } from './named-parameters.js';
export { taskHead } from './task-head.js';
export { fittingHead } from './fitting-head.js';
export { type HeadMatch, type LabelMapping, matchHead } from './match-head.js';
export { relabelled } from './relabelled.js';
export { type Teaching, teachingOf } from './teaching.js';
export { type Objective } from './objectives/objective.js';
export {
  maskedShare,
  objectiveNamed,
  objectiveOf,
  OBJECTIVES,
  taskObjective,
  usualObjective,
} from './objectives/registry.js';
export { watchedMeasure, watchesTexts } from './watched.js';
export { stackingProblem, type TrainingStage, trainingStages } from './training-stages.js';
