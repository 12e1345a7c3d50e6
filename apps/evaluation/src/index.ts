import { jobService } from '#runtime';

/** Starts the evaluation service in this process. */
export const start = jobService('evaluation');
