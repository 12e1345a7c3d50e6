import type { ErrorEntry } from './entry.js';

/** Errors of jobs and runs. */
export const JOBS_ERRORS = {
  JOB_FAILED: {
    why: 'A step failed for a reason that TLC does not know.',
    fix: '`tlc logs RUN` shows what the step printed. A failure that repeats is worth a bug report.',
  },
  JOB_CANCELLED: {
    why: 'The run was cancelled.',
    fix: 'Submit the pipeline again: what had finished is not computed again.',
  },
  JOB_CRASHED: {
    why: 'The process that computed a step died several times, for instance for lack of memory.',
    fix: 'Give the machine more memory, or the step fewer tokens a batch (rows) or a smaller model.',
  },
  TRAINING_TOO_LARGE: {
    why: 'A training would take more memory than the machine, or its container, has.',
    fix: 'Take one of the settings or models that the message names, or a machine with more memory. TLC_MEMORY_LIMIT (bytes) sets what may be used instead of what the machine has.',
  },
  JOB_WRONG_SERVICE: {
    why: 'A job was sent to the queue of a service that does not do this operation.',
    fix: 'Send it to the queue that docs/messages.md names for the operation.',
  },
  RECIPE_MISMATCH: {
    why: 'The inputs of a job are not those that its recipe was made from: a file changed after it was planned.',
    fix: 'Submit the pipeline again, and leave its files as they are while it runs.',
  },
} as const satisfies Record<string, ErrorEntry>;
