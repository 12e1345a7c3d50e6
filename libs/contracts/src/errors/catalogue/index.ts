import { ARTIFACTS_ERRORS } from './artifacts.js';
import { CONFIGS_ERRORS } from './configs.js';
import { DATA_ERRORS } from './data.js';
import { EVALUATION_ERRORS } from './evaluation.js';
import { JOBS_ERRORS } from './jobs.js';
import { MESSAGES_ERRORS } from './messages.js';
import { MODELS_ERRORS } from './models.js';
import { PIPELINES_ERRORS } from './pipelines.js';
import { PLUGINS_ERRORS } from './plugins.js';
import { SERVERS_ERRORS } from './servers.js';
import { TRAINING_ERRORS } from './training.js';

export type { ErrorEntry } from './entry.js';

/** Every error that TLC reports, by its code. docs/errors.md is made from this folder, and a test ties the two. */
export const ERRORS = {
  ...MESSAGES_ERRORS,
  ...CONFIGS_ERRORS,
  ...PIPELINES_ERRORS,
  ...JOBS_ERRORS,
  ...SERVERS_ERRORS,
  ...ARTIFACTS_ERRORS,
  ...DATA_ERRORS,
  ...MODELS_ERRORS,
  ...TRAINING_ERRORS,
  ...PLUGINS_ERRORS,
  ...EVALUATION_ERRORS,
} as const;

/** A code of the catalogue. */
export type ErrorCode = keyof typeof ERRORS;
