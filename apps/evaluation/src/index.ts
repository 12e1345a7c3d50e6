import { type RunningService, type ServiceDefinition, type ServiceOptions, startService } from '#runtime';
import { EvaluationModule } from './evaluation.module.js';

const definition: ServiceDefinition = {
  name: 'evaluation',
  module: EvaluationModule,
  operations: new URL('./operations.js', import.meta.url),
};

/** Starts the evaluation service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService(definition, options);
}
