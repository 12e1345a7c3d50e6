import { jobService } from '#runtime';

/** Starts the pruning service in this process. */
export const start = jobService('pruning');
