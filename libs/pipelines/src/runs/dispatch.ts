import type { ArtifactStore, Manifest } from '#artifacts';
import { type JobMessage, TlcError } from '#contracts';
import { type Client, inTrace, isPassing } from '#messaging';
import { type Run, type StepProgress, isFinal } from './run.js';

/** Whether a result may stand for a step: in a fresh run only one that was made since the run began. */
function mayStand({ facts }: Run, { created }: Manifest): boolean {
  return !facts.fresh || created >= facts.started;
}

/** The result of a step, if it is there and may stand for it. */
async function result(run: Run, index: number, store: ArtifactStore): Promise<StepProgress | undefined> {
  const { artifact } = run.jobs[index];
  const manifest = await store.standing(artifact);
  if (!manifest) return undefined;
  const { summary, seconds } = manifest;
  return mayStand(run, manifest) ? { status: 'completed', cached: true, summary, seconds } : undefined;
}

/** What came to be there, or can be seen to be spoilt, while nobody listened. */
export async function resultsOf(run: Run, store: ArtifactStore): Promise<[index: number, found: StepProgress][]> {
  const open = [...run.jobs.keys()].filter((index) => !isFinal(run.steps[index].status));
  const waited = new Set(open.map((index) => run.jobs[index].name));
  const found: [number, StepProgress][] = [];
  for (const index of open) {
    // What is made of a step that is still to be made may not be made of what that will be.
    if (run.jobs[index].needs.some((name) => waited.has(name))) continue;
    const made = await orFailed(result(run, index, store));
    if (!made) continue;
    found.push([index, made]);
    waited.delete(run.jobs[index].name);
  }
  return found;
}

/** What becomes of steps that nothing holds back: completed by a result that is there, failed where one can never be
 * queued, else in the queue of its service. What may go well later is thrown. */
export async function dispatch(
  run: Run,
  batch: readonly number[],
  { client, store }: { readonly client: Client; readonly store: ArtifactStore },
): Promise<StepProgress[]> {
  const there = await Promise.all(batch.map((index) => orFailed(existing(run, index, store))));
  // All are on their way before the first has arrived, in the order of the pipeline.
  return Promise.all(batch.map((index, at) => there[at] ?? orFailed(publish(run, index, client))));
}

/** The result of a step that need not be computed, since it is there; what was there before a fresh
 * run, or was made of what has been made anew since, is removed. */
export async function existing(run: Run, index: number, store: ArtifactStore): Promise<StepProgress | undefined> {
  const found = await result(run, index, store);
  const { artifact } = run.jobs[index];
  if (!found && (await store.has(artifact))) await store.remove(artifact);
  return found;
}

/** Puts a step into the queue of its service. */
async function publish(run: Run, index: number, client: Client): Promise<StepProgress> {
  const { name, operation, service, inputs, config, seed } = run.jobs[index];
  const job: JobMessage = { operation, inputs, config, seed, run: run.facts.run, step: name };
  const { run: id, traceparent } = run.facts;
  await inTrace(traceparent, () => client.publishJob(service, job, `${id}.${name}`));
  return { status: 'queued', cached: false };
}

/** Turns an error that would come again each time into the step's own. */
function orFailed<T>(work: Promise<T>): Promise<T | StepProgress> {
  return work.catch((error: unknown): StepProgress => {
    if (isPassing(error)) throw error;
    return { status: 'failed', cached: false, error: TlcError.from(error).toBody() };
  });
}
