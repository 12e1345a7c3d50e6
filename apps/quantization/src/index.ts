import { type RunningService, type ServiceDefinition, type ServiceOptions, startService } from '#runtime';
import { QuantizationModule } from './quantization.module.js';

const definition: ServiceDefinition = {
  name: 'quantization',
  module: QuantizationModule,
  operations: new URL('./operations.js', import.meta.url),
  plugins: new URL('./plugins.js', import.meta.url),
};

/** Starts the quantization service in this process. */
export function start(options: ServiceOptions = {}): Promise<RunningService> {
  return startService(definition, options);
}
