import { jobService } from '#runtime';

/** Starts the training service in this process. */
export const start = jobService('training');
