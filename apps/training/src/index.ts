import { type RunningService, type ServiceDefinition, type ServiceOptions, startService } from '#runtime';
import { TrainingModule } from './training.module.js';

const definition: ServiceDefinition = {
  name: 'training',
  module: TrainingModule,
  operations: new URL('./operations.js', import.meta.url),
};

/** Starts the training service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService(definition, options);
}
