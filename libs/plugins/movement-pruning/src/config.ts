import { ChoiceKey, IntegerKey, MethodFinetuneConfig, NumberKey, ObjectKey, TextListKey } from '#contracts';
import { CHOICE_WORDS } from '#methods';

/** Config of `movement-pruning`. */
export class MovementPruningConfig {
  @NumberKey('share of the weights that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @ChoiceKey('where scores are compared: in each tensor, or over all of them', ['tensor', 'global'])
  readonly scope: 'tensor' | 'global' = 'tensor';

  @NumberKey('share of the updates before the first weight goes', { min: 0, max: 0.9 })
  readonly warmup: number = 0.1;

  @NumberKey('share of the updates after the last weight went', { min: 0, max: 0.9 })
  readonly cooldown: number = 0.2;

  @IntegerKey('updates from one choice of weights to the next', { min: 1, max: 1000 })
  readonly every: number = 4;

  @TextListKey(`weights to prune, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey(
    'fine-tuning in which weights and scores are trained; its stop.steps says how fast sparsity rises',
    () => MethodFinetuneConfig,
  )
  readonly finetune!: MethodFinetuneConfig;

  problem() {
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
