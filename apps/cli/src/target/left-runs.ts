import type { ResolvedPipeline, Runner } from '#pipelines';
import type { FolderStore } from '#artifacts';
import type { RunState } from '#contracts';
import type { Client } from '#messaging';
import { wholeStatus } from './runs.js';

/** The services of a left run's steps that are not done, whatever the store has. */
export const openSteps = ({ steps }: RunState): string[] =>
  steps.filter(({ status }) => status !== 'completed').map(({ service }) => service);

/** Sees to the runs that killed processes left: the one that does what the pipeline does, and went well so far, is gone on
 * with; all others are given up, since nobody waits for them; their finished steps are kept.
 * @param pipeline left out: none is gone on with
 * @returns the run to go on with */
export async function takeUpLeftRuns(
  client: Client,
  store: FolderStore,
  pipeline: ResolvedPipeline | undefined,
  onGivenUp: (run: string) => void,
): Promise<RunState | undefined> {
  const { createRunner } = await import('#pipelines');
  const runner = createRunner({ client, store, onTrouble: () => {} });
  try {
    let found: RunState | undefined;
    for (const { run, status } of await runner.list(1000)) {
      if (status !== 'running') continue;
      const state = await wholeStatus(runner.status, run);
      if (!found && pipeline && doesSame(state, pipeline)) found = state;
      else await giveUp(runner, run, onGivenUp);
    }
    return found;
  } finally {
    await runner.stop();
  }
}

async function giveUp(runner: Runner, run: string, onGivenUp: (run: string) => void): Promise<void> {
  await runner.cancel(run, false);
  onGivenUp(run);
}

function doesSame(state: RunState, pipeline: ResolvedPipeline): boolean {
  const { failed, skipped, cancelled } = state.counts;
  return (
    failed + skipped + cancelled === 0 &&
    state.name === pipeline.name &&
    state.title === pipeline.title &&
    state.total === pipeline.steps.length &&
    JSON.stringify(state.compare) === JSON.stringify(pipeline.compare) &&
    state.steps.every(({ name, artifact }, index) => {
      const step = pipeline.steps[index];
      return step.name === name && step.job.id === artifact;
    })
  );
}
