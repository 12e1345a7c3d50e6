import {
  ChoiceKey,
  IntegerKey,
  MethodFinetuneConfig,
  NumberKey,
  ObjectKey,
  TextListKey,
  partsProblem,
} from '#contracts';
import { CHOICE_WORDS } from '../choose-parameters.js';
import { cubicRise } from './cubic-rise.js';

/** The keys that methods share which reach a sparsity in steps, with fine-tuning after each. */
export class StepwiseSparsityConfig {
  @NumberKey('share of the weights that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @IntegerKey('steps in which sparsity is reached, with fine-tuning after each; 1 prunes once', { min: 1, max: 1000 })
  readonly steps: number = 1;

  @ChoiceKey('how sparsity rises from step to step', ['cubic', 'linear'])
  readonly schedule: string = 'cubic';

  @TextListKey(`weights to prune, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey(
    'fine-tuning after each step, whose limits are shared equally among the steps; left out: there is none',
    () => MethodFinetuneConfig,
    { optional: true },
  )
  readonly finetune?: MethodFinetuneConfig;

  problem(): { key: string; message: string } | undefined {
    if (this.finetune) {
      const wrong = partsProblem(this.finetune.stop, this.steps);
      return wrong && { key: `finetune.${wrong.key}`, message: wrong.message };
    }
    return this.steps > 1
      ? { key: 'steps', message: `${this.steps} steps need finetune, since the model is trained after each` }
      : undefined;
  }

  withoutEffect(): { key: string; message: string }[] {
    const isUsed = this.steps > 1 || this.schedule === 'cubic';
    return isUsed ? [] : [{ key: 'schedule', message: 'sparsity is reached in one step' }];
  }
}

/** The share of the sparsity that is reached after each step; the last is 1. */
export function risesOf({ steps, schedule }: Pick<StepwiseSparsityConfig, 'steps' | 'schedule'>): number[] {
  return Array.from({ length: steps }, (_, step) => {
    const time = (step + 1) / steps;
    return schedule === 'cubic' ? cubicRise(time) : time;
  });
}
