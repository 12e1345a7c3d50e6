import { compressFolder, discoverPlugins } from '#compression';
import type { CompressConfig } from '#contracts';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#runtime/operation';

const registry = await discoverPlugins();

/** Runs a plugin of this service's kinds. */
export async function compress(context: OperationContext<CompressConfig>): Promise<OperationResult> {
  const { config, inputs, output, work, recipe, seed, signal } = context;
  const dataset = optionalPathOf(inputs, 'dataset');
  return compressFolder({
    service: 'quantization',
    registry,
    with: config.with,
    config: config.config,
    model: pathOf(inputs, 'model'),
    ...(dataset !== undefined && { dataset }),
    ...(config.labels && { labels: config.labels }),
    output,
    work,
    recipe,
    seed,
    signal,
    progress: (progress) => context.progress(progress),
    log: (level, text) => context.log(level, text),
  });
}
