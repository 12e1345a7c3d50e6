import type { ArtifactStore, Manifest } from '#artifacts';
import type { JobMessage } from '#contracts';
import type { Client } from '#messaging';
import type { Run, StepProgress } from './run.js';

/** Whether a result may stand for a step: in a fresh run only one that was made since the run began. */
export function mayStand({ facts }: Run, { created }: Manifest): boolean {
  return !facts.fresh || created >= facts.started;
}

/** The result of a step that need not be computed, since it is there; of a fresh run, what was there before is removed. */
export async function existing(run: Run, index: number, store: ArtifactStore): Promise<StepProgress | undefined> {
  const { artifact } = run.jobs[index];
  if (!(await store.has(artifact))) return undefined;
  const manifest = await store.manifest(artifact);
  if (!mayStand(run, manifest)) {
    await store.remove(artifact);
    return undefined;
  }
  const { summary, seconds } = manifest;
  return { status: 'completed', cached: true, summary, seconds };
}

/** Puts a step into the queue of its service. */
export async function publish(run: Run, index: number, client: Client): Promise<StepProgress> {
  const { name, operation, service, inputs, config, seed } = run.jobs[index];
  const job: JobMessage = { operation, inputs, config, seed, run: run.facts.run, step: name };
  await client.publishJob(service, job, `${run.facts.run}.${name}`);
  return { status: 'queued', cached: false };
}
