import { checkConfig } from '#contracts';
import type { OperationContext, OperationResult } from './operation/context.js';
import type { Operation } from './operation/operation.js';
import { createRegistry } from './registry/registry.js';
import { resolveJob } from './resolve/resolve-job.js';

/** A job of an operation with folders of the caller's. */
export interface LoneJob {
  /** Paths of files and folders by the name of the input. */
  readonly inputs: Readonly<Record<string, string | readonly string[]>>;
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed?: number;
  /** Empty folder to write the result into. */
  readonly output: string;
  readonly work: string;
  readonly signal?: AbortSignal;
  progress?: OperationContext['progress'];
  log?: OperationContext['log'];
}

/** Does one job in this process, without services or a store: checks it, and runs it.
 * @throws TlcError as resolveJob, and the operation's own */
export async function runAlone(operation: Operation, job: LoneJob): Promise<OperationResult> {
  const { inputs, config, seed = 1, output, work, signal = new AbortController().signal } = job;
  const request = { operation: operation.name, inputs: { ...inputs }, config, seed };
  const { recipe } = await resolveJob(request, {
    operations: createRegistry([operation]),
    digest: async () => 'not taken',
  });
  const opened = Object.entries(inputs).map(([name, path]) => [
    name,
    typeof path === 'string' ? { path } : path.map((each) => ({ path: each })),
  ]);
  const { run } = await operation.load();
  return run({
    config: checkConfig(operation.config, recipe.config),
    seed,
    inputs: Object.fromEntries(opened),
    output,
    work,
    recipe,
    signal,
    progress: (progress) => job.progress?.(progress),
    log: (level, text) => job.log?.(level, text),
  });
}
