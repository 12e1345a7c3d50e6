import { SUBJECTS } from '#contracts';
import { type RunningService, type ServiceOptions, startService } from '#runtime';
import { PipelinesModule } from './pipelines.module.js';

/** Starts the pipelines service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService({ name: 'pipelines', module: PipelinesModule, subjects: SUBJECTS }, options);
}
