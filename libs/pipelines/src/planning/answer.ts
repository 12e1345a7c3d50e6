import type { PlanAnswer, PlanWarning, PlannedStep, StopConfig } from '#contracts';
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
  const training = trainingOf(job.recipe.config);
  return {
    name,
    operation: job.operation.name,
    service: job.service,
    artifact: job.id,
    cached,
    needs,
    ...estimate,
    ...(training && { training }),
  };
}

/** How much a config lets a step train: its own `stop`, or that of a method's fine-tuning. */
function trainingOf(config: Readonly<Record<string, unknown>>): PlannedStep['training'] {
  const { finetune } = (config.config ?? {}) as { finetune?: { stop?: StopConfig } };
  const { epochs, steps: updates } = ((config.stop as StopConfig | undefined) ?? finetune?.stop ?? {}) as StopConfig;
  if (epochs === undefined && updates === undefined) return undefined;
  return { ...(epochs !== undefined && { epochs }), ...(updates !== undefined && { updates }) };
}
