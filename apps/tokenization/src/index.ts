import { jobService } from '#runtime';

/** Starts the tokenization service in this process. */
export const start = jobService('tokenization');
