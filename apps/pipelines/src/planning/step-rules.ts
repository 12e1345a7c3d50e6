import type { Recipe } from '#artifacts';
import { TlcError, wrongValue } from '#contracts';
import type { ExpandedStep } from './expand.js';
import { wrongInput } from './references.js';

interface RuleContext {
  /** Whether the plugin of a `compress` step works on data. */
  readonly needsData: boolean;
  /** The recipe of another step. */
  makerOf(step: string): Recipe | undefined;
}

/** What must hold between the keys of a step and between steps, beyond what specs and classes say.
 * @throws TlcError PIPELINE_MISSING_INPUT, PIPELINE_WRONG_INPUT, CONFIG_WRONG_VALUE */
export function checkStepRules(step: ExpandedStep, config: Recipe['config'], context: RuleContext): void {
  const path = `steps.${step.base}`;
  const has = (input: string) => step.inputs[input] !== undefined;
  switch (step.operation.name) {
    case 'dataset.encode':
      exactlyOne(path, { text: has('text'), from: has('from') });
      if (has('from') && config.task === undefined) throw missing(`${path}.task`, 'the task whose files `from` holds');
      if (has('text') && config.task !== undefined) {
        throw wrongValue(`${path}.task`, config.task, 'allowed beside `text`, which is for language modelling');
      }
      return;
    case 'model.pretrain':
      return exactlyOne(path, { architecture: config.architecture !== undefined, model: has('model') });
    case 'model.finetune': {
      const data = step.inputs.dataset as ExpandedStep['inputs'][string];
      const recipe = 'step' in data ? context.makerOf(data.step) : undefined;
      if (recipe?.operation === 'dataset.encode' && recipe.inputs.text) {
        const name = (data as { step: string }).step;
        throw wrongInput(
          `${path}.dataset`,
          `step ${name} makes a data set of text without labels, expected one of a task.`,
        );
      }
      return;
    }
    case 'compress':
      if (context.needsData && !has('dataset')) {
        throw missing(`${path}.dataset`, `data, which ${String(config.with)} trains or calibrates with`);
      }
  }
}

function exactlyOne(path: string, given: Readonly<Record<string, boolean>>): void {
  const names = Object.keys(given);
  const count = Object.values(given).filter(Boolean).length;
  if (count === 1) return;
  if (count === 0) throw missing(`${path}.${names[0]}`, `or ${path}.${names[1]}: one of the two is needed`);
  throw wrongInput(`${path}.${names[1]}`, `${names.join(' and ')} are both given, expected one of the two.`);
}

const missing = (field: string, what: string) =>
  new TlcError('PIPELINE_MISSING_INPUT', `${field} is missing: ${what}`, { details: { field } });
