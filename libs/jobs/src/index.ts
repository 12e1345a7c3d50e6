export type { OperationContext, OperationInput, OperationResult } from './operation/context.js';
export { type GivenKeys, exactlyOne, inKey, refusedKey } from './operation/given-keys.js';
export { inputsOf, optionalPathOf, pathOf } from './operation/inputs.js';
export {
  type InputSpec,
  type Operation,
  type OperationModule,
  type PresenceQuery,
  takesKind,
} from './operation/operation.js';
export { type ArtifactFacts, type DataFacts, USUAL_DATA } from './forecast/facts.js';
export type { Forecast, StepEstimate, StepToPlan } from './forecast/forecast.js';
export {
  memoryOfModel,
  memoryOfTraining,
  modelForecast,
  modelSizes,
  trainingForecast,
  headedShape,
} from './forecast/model-forecast.js';
export { readFacts } from './forecast/read-facts.js';
export { findOperations } from './registry/discover.js';
export { type OperationRegistry, createRegistry } from './registry/registry.js';
export { jobServiceSubjects, subjectsOf } from './registry/subjects.js';
export { absenceOf } from './resolve/absence.js';
export { jobLimits } from './resolve/job-limits.js';
export type { ChoosePlugin, PluginChoice, PluginKeys } from './resolve/plugin-choice.js';
export { locateFiles } from './resolve/locate-files.js';
export { type ResolvedInput, type ResolvedInputs, isList } from './resolve/resolve-inputs.js';
export { type JobRequest, type ResolveOptions, type ResolvedJob, resolveJob } from './resolve/resolve-job.js';
export { type LoneJob, runAlone } from './run-alone.js';
