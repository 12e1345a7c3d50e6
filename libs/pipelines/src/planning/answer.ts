import type { PlanAnswer, PlanWarning, PlannedStep } from '#contracts';
import type { StepEstimate } from '#jobs';
import type { ResolvedPipeline, ResolvedStep } from './resolve-pipeline.js';

/** Steps that an answer holds at most: a message has a largest size. */
export const MOST_ANSWERED = 500;

/** What `plan` answers. */
export function planAnswer(
  pipeline: ResolvedPipeline,
  estimates: ReadonlyMap<string, StepEstimate>,
  warnings: readonly PlanWarning[],
): PlanAnswer {
  const steps = pipeline.steps.map((step) => plannedStep(step, estimates.get(step.name) ?? {}));
  const open = steps.filter((step) => !step.cached);
  return {
    name: pipeline.name,
    title: pipeline.title,
    seed: pipeline.seed,
    steps: steps.slice(0, MOST_ANSWERED),
    total: steps.length,
    cached: steps.length - open.length,
    seconds: open.reduce((sum, step) => sum + (step.seconds ?? 0), 0),
    unlimited: open.filter((step) => step.seconds === undefined).length,
    compare: pipeline.compare,
    warnings: warnings.slice(0, MOST_ANSWERED),
  };
}

function plannedStep(step: ResolvedStep, all: StepEstimate): PlannedStep {
  const { warnings: _, tooLarge: __, maybeTooLarge: ___, ...estimate } = all;
  const { name, cached, needs, job } = step;
  return { name, operation: job.operation.name, service: job.service, artifact: job.id, cached, needs, ...estimate };
}
