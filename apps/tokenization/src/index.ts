import { type RunningService, type ServiceDefinition, type ServiceOptions, startService } from '#runtime';
import { TokenizationModule } from './tokenization.module.js';

const definition: ServiceDefinition = {
  name: 'tokenization',
  module: TokenizationModule,
  operations: new URL('./operations.js', import.meta.url),
};

/** Starts the tokenization service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService(definition, options);
}
