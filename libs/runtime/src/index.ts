export { type JobCounts, JobRunner, type JobRunnerOptions } from './jobs/job-runner.js';
export type { OperationContext, OperationInput, OperationResult, Operations } from './operation/index.js';
export type { PlannedInput, PlannedInputs } from './plan/plan-inputs.js';
export {
  type JobPlan,
  type JobRequest,
  type PlanOptions,
  type PluginChoice,
  type PluginOf,
  planJob,
} from './plan/plan-job.js';
export { Health, type HealthReport } from './service/health.js';
export { type Logger, createLogger } from './service/logger.js';
export { runStandalone } from './service/run-standalone.js';
export { CLIENT, LOGGER, STORE, TOGETHER } from './service/runtime.module.js';
export {
  type RunningService,
  type ServiceDefinition,
  type ServiceOptions,
  startService,
} from './service/start-service.js';
export { VERSION } from './service/version.js';
export { type Slots, createSlots } from './slots/slots.js';
