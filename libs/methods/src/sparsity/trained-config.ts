import { MethodFinetuneConfig, NumberKey, ObjectKey, TextListKey } from '#contracts';
import { CHOICE_WORDS } from '../choose-parameters.js';
import { cubicRise } from './cubic-rise.js';

/** The keys that methods share which raise sparsity while they train. */
export class TrainedSparsityConfig {
  @NumberKey('share of the weights that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @NumberKey('share of the updates before the first weight goes', { min: 0, max: 0.9 })
  readonly warmup: number = 0.1;

  @NumberKey('share of the updates after the last weight went', { min: 0, max: 0.9 })
  readonly cooldown: number = 0.2;

  @TextListKey(`weights to prune, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey(
    'fine-tuning in the course of which weights go; its stop.steps says how fast sparsity rises',
    () => MethodFinetuneConfig,
  )
  readonly finetune!: MethodFinetuneConfig;

  problem(): { key: string; message: string } | undefined {
    if (this.finetune.stop.steps === undefined) {
      return { key: 'finetune.stop.steps', message: 'sparsity rises by the number of updates: say how many there are' };
    }
    const both = this.warmup + this.cooldown;
    if (both <= 0.95) return undefined;
    return {
      key: 'cooldown',
      message: `${this.cooldown} beside warmup ${this.warmup} leaves too few updates to prune in`,
    };
  }
}

/** Sparsity after an update: none while it warms up, then rising as a cube (Sanh et al. 2020, arXiv 2005.07683, section 3), and
 * all of it for the updates at the end.
 * @param step counts from 1 */
export function sparsityAfter(
  step: number,
  {
    sparsity,
    warmup,
    cooldown,
    finetune,
  }: Pick<TrainedSparsityConfig, 'sparsity' | 'warmup' | 'cooldown' | 'finetune'>,
): number {
  const steps = finetune.stop.steps!;
  const from = Math.round(warmup * steps);
  const rising = Math.max(1, steps - from - Math.round(cooldown * steps));
  const time = Math.min(1, Math.max(0, (step - from) / rising));
  return sparsity * cubicRise(time);
}
