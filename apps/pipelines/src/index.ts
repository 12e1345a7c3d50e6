import { SUBJECTS } from '#contracts';
import { findOperations } from '#jobs';
import { type RunningService, type ServiceOptions, startService } from '#runtime';
import { PipelinesModule } from './pipelines.module.js';

/** Starts the pipelines service in this process. */
export async function start(options: ServiceOptions = {}): Promise<RunningService> {
  const queues = (await findOperations()).services;
  return startService({ name: 'pipelines', module: PipelinesModule, subjects: SUBJECTS, queues }, options);
}
