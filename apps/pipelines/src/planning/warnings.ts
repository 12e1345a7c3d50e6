import type { PlanWarning } from '#contracts';
import type { StepEstimate } from './estimate.js';
import type { PipelinePlan, PlannedJob } from './plan.js';

/** What is allowed in a plan but probably not meant.
 * @param memory bytes that the machine has */
export function warningsOf(
  plan: PipelinePlan,
  estimates: ReadonlyMap<string, StepEstimate>,
  memory: number,
): PlanWarning[] {
  const used = new Set(plan.steps.flatMap((step) => step.needs));
  const evaluated = plan.steps.filter((step) => step.plan.operation.makes === 'scores');
  const measured = new Set(evaluated.flatMap((step) => step.needs));
  const warnings = plan.steps.flatMap((step) => {
    const estimate = estimates.get(step.name) ?? {};
    return [
      ...refusal(estimate),
      ...tooMuchMemory(estimate, memory),
      ...step.plan.warnings,
      ...unused(step, used, plan.steps.length),
    ].map((text) => ({ step: step.name, text }));
  });
  const models = new Set(plan.steps.filter((step) => step.plan.operation.makes === 'model').map((step) => step.name));
  const unmeasured = plan.compare
    .filter((name) => models.has(name) && !measured.has(name))
    .map((step) => ({ step, text: 'the report compares it, but no step evaluates it: its row will have no scores' }));
  return [...warnings, ...unmeasured];
}

const refusal = ({ refusal: reason }: StepEstimate) => (reason === undefined ? [] : [reason]);

/** A training has been compared with the machine already, and its words say what would fit. */
function tooMuchMemory({ memory = 0, tooLarge, maybeTooLarge }: StepEstimate, available: number): string[] {
  if (tooLarge) return [tooLarge.message];
  if (maybeTooLarge) return [`if all its sentences are as long as they may be: ${maybeTooLarge.message}`];
  const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;
  return memory > available
    ? [`it may take ${gigabytes(memory)} of memory; this machine can give ${gigabytes(available)}`]
    : [];
}

/** A model may be what the pipeline is for; a vocabulary or a data set beside other steps is a leftover. */
function unused(step: PlannedJob, used: ReadonlySet<string>, steps: number): string[] {
  const isMeans = ['tokenizer', 'dataset'].includes(step.plan.operation.makes);
  return isMeans && steps > 1 && !used.has(step.name) ? ['no step uses its result'] : [];
}
