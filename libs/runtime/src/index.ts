export type { OperationContext, OperationInput, OperationResult, Operations } from './operation.js';
export {
  type JobPlan,
  type JobRequest,
  type PlanOptions,
  type PluginChoice,
  type PluginOf,
  planJob,
} from './plan/plan-job.js';
export type { PlannedInput, PlannedInputs } from './plan/plan-inputs.js';
