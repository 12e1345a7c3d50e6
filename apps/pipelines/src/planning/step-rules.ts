import type { Recipe } from '#artifacts';
import type { ExpandedStep } from './expand.js';
import { wrongInput } from './references.js';

/** A model is fine-tuned on a data set with labels.
 * @param makerOf the recipe of another step
 * @throws TlcError PIPELINE_WRONG_INPUT */
export function checkLabelled(step: ExpandedStep, makerOf: (step: string) => Recipe | undefined): void {
  if (step.operation.name !== 'model.finetune') return;
  const data = step.inputs.dataset as ExpandedStep['inputs'][string];
  const recipe = 'step' in data ? makerOf(data.step) : undefined;
  if (recipe?.operation !== 'dataset.encode' || !recipe.inputs.text) return;
  const { step: name } = data as { step: string };
  const message = `step ${name} makes a data set of text without labels, expected one of a task.`;
  throw wrongInput(`steps.${step.base}.dataset`, message);
}
