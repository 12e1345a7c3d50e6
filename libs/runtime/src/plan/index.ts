/** `#runtime/plan`: planning (and the version) alone, for programs that start in a blink: no Nest, no NATS client. */
export type { PlannedInput, PlannedInputs } from './plan-inputs.js';
export {
  type JobPlan,
  type JobRequest,
  type PlanOptions,
  type PluginChoice,
  type PluginOf,
  planJob,
} from './plan-job.js';
export { VERSION } from '../service/version.js';
