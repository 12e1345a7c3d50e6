import type { ArtifactStore } from '#artifacts';
import type { SubmitAnswer, SubmitRequest } from '#contracts';
import type { PipelinePlan, PlannedJob } from './planning/plan.js';
import type { Planner } from './planning/planner.js';
import type { RunJob, StepProgress } from './runs/run.js';
import type { Runner } from './runs/runner.js';

/** Plans a pipeline and starts its run.
 * @throws TlcError as Planner.plan */
export async function submit(
  request: SubmitRequest,
  { planner, runner, store }: { planner: Planner; runner: Runner; store: ArtifactStore },
): Promise<SubmitAnswer> {
  const plan = await planner.plan(request);
  const { total, cached, seconds, unlimited, warnings } = await planner.answer(plan);
  const { name, title, seed, compare } = plan;
  const facts = { name, title, seed, compare, fresh: request.fresh, started: new Date().toISOString() };
  const { run } = await runner.submit(facts, plan.steps.map(jobOf), await progressOf(plan, store));
  return { run, name, steps: total, cached, seconds, unlimited, warnings };
}

function jobOf({ name, plan, inputs, seed, needs }: PlannedJob): RunJob {
  const { operation, service, id, recipe } = plan;
  return { name, operation: operation.name, service, artifact: id, needs, inputs, config: recipe.config, seed };
}

/** Steps whose results are there are completed from the start. */
async function progressOf(plan: PipelinePlan, store: ArtifactStore): Promise<StepProgress[]> {
  const progress: StepProgress[] = [];
  for (const { cached, plan: job } of plan.steps) {
    if (!cached) progress.push({ status: 'waiting', cached: false });
    else {
      const { seconds, summary } = await store.manifest(job.id);
      progress.push({ status: 'completed', cached: true, seconds, summary });
    }
  }
  return progress;
}
