import type { ArtifactStore } from '#artifacts';
import type { JobMessage } from '#contracts';
import type { Client } from '#messaging';
import type { Run, StepProgress } from './run.js';

/** The result of a step that need not be computed, since it is there; of a fresh run, what is there is removed first. */
export async function existing(run: Run, index: number, store: ArtifactStore): Promise<StepProgress | undefined> {
  const { artifact } = run.jobs[index];
  if (!(await store.has(artifact))) return undefined;
  const isRepeat = run.makers[index] !== index;
  if (run.facts.fresh && !isRepeat) {
    await store.remove(artifact);
    return undefined;
  }
  const { summary, seconds } = await store.manifest(artifact);
  return { status: 'completed', cached: true, summary, seconds };
}

/** Puts a step into the queue of its service. */
export async function publish(run: Run, index: number, client: Client): Promise<StepProgress> {
  const { name, operation, service, inputs, config, seed } = run.jobs[index];
  const job: JobMessage = { operation, inputs, config, seed, run: run.facts.run, step: name };
  await client.publishJob(service, job, `${run.facts.run}.${name}`);
  return { status: 'queued', cached: false };
}
