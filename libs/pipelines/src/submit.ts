import type { ArtifactStore } from '#artifacts';
import type { SubmitAnswer, SubmitRequest } from '#contracts';
import { traced, traceparent } from '#messaging';
import { MOST_ANSWERED, planAnswer } from './planning/answer.js';
import type { StepEstimate } from '#jobs';
import type { ResolvedPipeline, ResolvedStep } from './planning/resolve-pipeline.js';
import type { Planner } from './planning/planner.js';
import { inField } from './planning/references.js';
import type { RunJob, StepProgress } from './runs/run.js';
import type { Runner } from './runs/runner.js';

export interface Submission {
  readonly planner: Planner;
  readonly runner: Runner;
  readonly store: ArtifactStore;
  /** Whether this machine is the one that computes: it refuses then what it has too little memory for. */
  readonly computesHere: boolean;
}

/** Plans a pipeline and starts its run.
 * @throws TlcError as Planner.resolve; TRAINING_TOO_LARGE */
export async function submit(
  request: SubmitRequest,
  { planner, runner, store, computesHere }: Submission,
): Promise<SubmitAnswer> {
  const { pipeline, estimates, warnings } = await traced('plan', {}, async () => {
    const pipeline = await planner.resolve(request);
    return { pipeline, ...(await planner.forecast(pipeline)) };
  });
  if (computesHere) refuseTooLarge(pipeline, estimates);
  const { total, cached, seconds, unlimited } = planAnswer(pipeline, estimates, warnings);
  const jobs = pipeline.steps.map((step) => jobOf(step, estimates.get(step.name)?.seconds));
  const { name, title, seed, compare } = pipeline;
  const facts = {
    name,
    title,
    seed,
    compare,
    fresh: request.fresh,
    traceparent: traceparent(),
    started: new Date().toISOString(),
  };
  const { run } = await runner.submit(facts, jobs, await progressOf(pipeline, store));
  return { run, name, steps: total, cached, seconds, unlimited, warnings: warnings.slice(0, MOST_ANSWERED) };
}

/** @throws TlcError TRAINING_TOO_LARGE for the first step that would have to run and cannot */
function refuseTooLarge({ steps }: ResolvedPipeline, estimates: ReadonlyMap<string, StepEstimate>): void {
  for (const { name, base, cached } of steps) {
    const error = estimates.get(name)?.tooLarge;
    if (error && !cached) inField(`steps.${base}`)(error);
  }
}

function jobOf({ name, job, seed, needs, says }: ResolvedStep, seconds: number | undefined): RunJob {
  const { operation, service, id, recipe, inputs } = job;
  const expected = seconds === undefined ? {} : { expected_seconds: seconds };
  const { config } = recipe;
  const said = says === undefined ? {} : { says };
  return { name, operation: operation.name, service, artifact: id, needs, inputs, config, seed, ...expected, ...said };
}

/** Steps whose results are there are completed from the start. */
async function progressOf({ steps }: ResolvedPipeline, store: ArtifactStore): Promise<StepProgress[]> {
  const progress: StepProgress[] = [];
  for (const { cached, job } of steps) {
    if (!cached) progress.push({ status: 'waiting', cached: false });
    else {
      const { seconds, summary } = await store.manifest(job.id);
      progress.push({ status: 'completed', cached: true, seconds, summary });
    }
  }
  return progress;
}
