import { SERVING_SUBJECTS } from '#contracts';
import { type RunningService, type ServiceOptions, startService } from '#runtime';
import { ServingModule } from './serving.module.js';

/** Starts the serving service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService(
    { name: 'serving', module: ServingModule, subjects: SERVING_SUBJECTS, hasOwnHttp: true },
    options,
  );
}
