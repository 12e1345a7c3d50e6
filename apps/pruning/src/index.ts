import { type RunningService, type ServiceDefinition, type ServiceOptions, startService } from '#runtime';
import { PruningModule } from './pruning.module.js';

const definition: ServiceDefinition = {
  name: 'pruning',
  module: PruningModule,
  operations: new URL('./operations.js', import.meta.url),
  plugins: new URL('./plugins.js', import.meta.url),
};

/** Starts the pruning service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService(definition, options);
}
