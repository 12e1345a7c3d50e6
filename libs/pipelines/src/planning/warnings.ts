import { type PlanWarning, gigabytes } from '#contracts';
import type { StepEstimate } from '#jobs';
import { leftOutText } from './left-out.js';
import type { ResolvedPipeline, ResolvedStep } from './resolve-pipeline.js';

/** What is not done of a pipeline, for its files are not there. */
export const leftOutWarnings = ({ leftOut }: ResolvedPipeline): PlanWarning[] =>
  leftOut.map((one) => ({ step: one.step, text: leftOutText(one) }));

/** What is allowed in a plan but probably not meant.
 * @param memory bytes that the machine has */
export function warningsOf(
  pipeline: ResolvedPipeline,
  estimates: ReadonlyMap<string, StepEstimate>,
  memory: number,
): PlanWarning[] {
  const used = new Set(pipeline.steps.flatMap((step) => step.needs));
  const evaluated = pipeline.steps.filter((step) => step.job.operation.makes === 'scores');
  const measured = new Set(evaluated.flatMap((step) => step.needs));
  const warnings = pipeline.steps.flatMap((step) => {
    const estimate = estimates.get(step.name) ?? {};
    return [
      ...(estimate.warnings ?? []),
      ...tooMuchMemory(estimate, memory),
      ...step.job.warnings,
      ...unused(step, used, pipeline.steps.length),
    ].map((text) => ({ step: step.name, text }));
  });
  const models = new Set(
    pipeline.steps.filter((step) => step.job.operation.makes === 'model').map((step) => step.name),
  );
  const unmeasured = pipeline.compare
    .filter((name) => models.has(name) && !measured.has(name))
    .map((step) => ({ step, text: 'the report compares it, but no step evaluates it: its row will have no scores' }));
  return [...warnings, ...unmeasured];
}

/** A training has been compared with the machine already, and its words say what would fit. */
function tooMuchMemory({ memory = 0, tooLarge, maybeTooLarge }: StepEstimate, available: number): string[] {
  if (tooLarge) return [tooLarge.message];
  if (maybeTooLarge) return [`if all its sentences are as long as they may be: ${maybeTooLarge.message}`];
  return memory > available
    ? [`it may take ${gigabytes(memory)} of memory; this machine can give ${gigabytes(available)}`]
    : [];
}

/** A model may be what the pipeline is for; a vocabulary or a data set beside other steps is a leftover. */
function unused(step: ResolvedStep, used: ReadonlySet<string>, steps: number): string[] {
  const isMeans = ['tokenizer', 'dataset'].includes(step.job.operation.makes);
  return isMeans && steps > 1 && !used.has(step.name) ? ['no step uses its result'] : [];
}
