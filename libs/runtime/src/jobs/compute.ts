import { arch, platform } from 'node:os';
import { artifactDigest, type FolderStore, type InputLimits, type Manifest } from '#artifacts';
import { TlcError, VERSION } from '#contracts';
import type { OperationContext, ResolvedJob } from '#jobs';
import { openObservations } from '#observations';
import { type JobWatcher, WorkerCrash } from '../worker/exchange.js';
import type { Worker } from '../worker/worker.js';

const ATTEMPTS = 3;

export interface ComputeOptions {
  readonly store: FolderStore;
  readonly worker: Worker;
  readonly watcher: JobWatcher;
  readonly signal: AbortSignal;
  readonly limits?: InputLimits;
  /** Called before each attempt, with its number from 1. */
  readonly onAttempt: (attempt: number) => void;
}

/** Makes an artifact in the child process. One that dies is replaced, and goes on from what the operation kept in its
 * work folder.
 * @throws TlcError the operation's own, JOB_CRASHED, DISK_FULL; the signal's reason */
export async function compute(
  job: ResolvedJob,
  inputs: OperationContext['inputs'],
  options: ComputeOptions,
): Promise<Manifest> {
  for (let attempt = 1; ; attempt += 1) {
    options.onAttempt(attempt);
    try {
      return await attemptOnce(job, inputs, options);
    } catch (error) {
      if (!(error instanceof WorkerCrash)) throw error;
      const { output, how } = error.ending;
      options.watcher.log('warning', output ? `${error.message}; it printed: ${output}` : error.message);
      if (attempt < ATTEMPTS) continue;
      throw new TlcError('JOB_CRASHED', `${error.message}, ${ATTEMPTS} times`, { details: { how, output } });
    }
  }
}

async function attemptOnce(
  job: ResolvedJob,
  inputs: OperationContext['inputs'],
  { store, worker, watcher, signal, limits }: ComputeOptions,
): Promise<Manifest> {
  const { recipe, operation, id } = job;
  const output = await store.stage(id);
  try {
    const work = await store.work(id);
    const begin = performance.now();
    const { config, seed } = recipe;
    const given = { operation: operation.name, config, seed, inputs, output, work, recipe, limits };
    const { summary, environment } = await worker.run(given, watcher, signal);
    const seconds = (performance.now() - begin) / 1000;
    const where = { tlc: VERSION, node: process.versions.node, platform: `${platform()}-${arch()}` };
    const artifact = await store.commit(output, {
      kind: operation.makes,
      recipe,
      seconds,
      summary,
      environment: { ...environment, ...where },
      madeFrom: digestsOf(inputs),
    });
    await store.finishWork(id);
    await note(store, artifact.manifest, watcher);
    return artifact.manifest;
  } finally {
    await store.discard(output);
  }
}

/** Writes down what the job showed. Where that fails the result stands: the index looks at it later. */
async function note(store: FolderStore, manifest: Manifest, watcher: JobWatcher): Promise<void> {
  await openObservations(store)
    .add(manifest)
    .catch((error: Error) => watcher.log('warning', `what the job showed is not noted: ${error.message}`));
}

/** Of each artifact among the inputs, as it was when it was opened. */
function digestsOf(inputs: OperationContext['inputs']): Record<string, string> {
  const artifacts = Object.values(inputs)
    .flat()
    .flatMap((input) => input?.artifact ?? []);
  return Object.fromEntries(artifacts.map(({ id, manifest }) => [id, artifactDigest(manifest)]));
}
