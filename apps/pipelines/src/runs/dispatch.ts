import type { ArtifactStore } from '#artifacts';
import type { JobMessage } from '#contracts';
import type { Client } from '#messaging';
import type { Run, StepProgress } from './run.js';

/** Puts a step into the queue of its service, or finds that its result is there; undefined where it is no longer
 * wanted. */
export async function dispatch(
  run: Run,
  index: number,
  client: Client,
  store: ArtifactStore,
): Promise<StepProgress | undefined> {
  if (run.steps[index].status !== 'waiting') return undefined;
  const { name, operation, service, artifact, inputs, config, seed } = run.jobs[index];
  const isRepeat = run.makers[index] !== index;
  if (await store.has(artifact)) {
    if (!run.facts.fresh || isRepeat) {
      const { summary, seconds } = await store.manifest(artifact);
      return { status: 'completed', cached: true, summary, seconds };
    }
    await store.remove(artifact);
  }
  const job: JobMessage = { operation, inputs, config, seed, run: run.facts.run, step: name };
  await client.publishJob(service, job, `${run.facts.run}.${name}`);
  return { status: 'queued', cached: false };
}
