import { jobService } from '#runtime';

/** Starts the quantization service in this process. */
export const start = jobService('quantization');
