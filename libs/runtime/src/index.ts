export { type JobCounts, JobRunner, type JobRunnerOptions } from './jobs/job-runner.js';
export { Health, type HealthReport } from './service/health.js';
export { type StartService, jobService } from './service/job-service.js';
export { type Logger, createLogger } from './service/logger.js';
export { runStandalone } from './service/run-standalone.js';
export { CLIENT, INPUT_LIMITS, LOGGER, STORE, COMPUTES_HERE } from './service/runtime.module.js';
export {
  type RunningService,
  type ServiceDefinition,
  type ServiceOptions,
  startService,
} from './service/start-service.js';
export { artifactPlace, openStore } from './store/open-store.js';
export { createHomeSlots } from './slots/home-slots.js';
export { type Slots, createSlots } from './slots/slots.js';
export { type Turns, createTurns } from './slots/turns.js';
