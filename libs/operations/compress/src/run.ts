import { compressFolder } from '#compression';
import { type OperationContext, type OperationResult, optionalPathOf, pathOf } from '#jobs';
import type { CompressConfig } from './config.js';
import { plugins } from './plugins.js';

// A process that compresses has its plugins loaded before the first job comes.
const registry = await plugins();

/** Runs a plugin. */
export async function run({ inputs, config, ...context }: OperationContext<CompressConfig>): Promise<OperationResult> {
  const model = pathOf(inputs, 'model');
  const optional = Object.fromEntries(
    ['dataset', 'teacher', 'rewind'].flatMap((name) => {
      const path = optionalPathOf(inputs, name);
      return path === undefined ? [] : [[name, path]];
    }),
  );
  return compressFolder({ ...context, ...config, registry, model, ...optional });
}
