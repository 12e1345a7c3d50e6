import type { PlanAnswer, PlanWarning, PlannedStep } from '#contracts';
import type { StepEstimate } from './estimate.js';
import type { PipelinePlan, PlannedJob } from './plan.js';

/** Steps that an answer holds at most: a message has a largest size. */
export const MOST_ANSWERED = 500;

/** What `plan` answers. */
export function planAnswer(
  plan: PipelinePlan,
  estimates: ReadonlyMap<string, StepEstimate>,
  warnings: readonly PlanWarning[],
): PlanAnswer {
  const steps = plan.steps.map((step) => plannedStep(step, estimates.get(step.name) ?? {}));
  const open = steps.filter((step) => !step.cached);
  return {
    name: plan.name,
    title: plan.title,
    seed: plan.seed,
    steps: steps.slice(0, MOST_ANSWERED),
    total: steps.length,
    cached: steps.length - open.length,
    seconds: open.reduce((sum, step) => sum + (step.seconds ?? 0), 0),
    unlimited: open.filter((step) => step.seconds === undefined).length,
    compare: plan.compare,
    warnings: warnings.slice(0, MOST_ANSWERED),
  };
}

function plannedStep(step: PlannedJob, all: StepEstimate): PlannedStep {
  const { refusal: _, tooLarge: __, maybeTooLarge: ___, ...estimate } = all;
  const { name, cached, needs, plan } = step;
  return { name, operation: plan.operation.name, service: plan.service, artifact: plan.id, cached, needs, ...estimate };
}
