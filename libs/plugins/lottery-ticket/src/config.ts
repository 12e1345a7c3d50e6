import { CHOICE_WORDS } from '#methods';
import { ChoiceKey, MethodFinetuneConfig, NumberKey, ObjectKey, TextListKey, partsProblem } from '#contracts';
import { roundsOf } from './rounds.js';

/** Config of `lottery-ticket`. */
export class LotteryTicketConfig {
  @NumberKey('share of the weights that becomes zero', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @NumberKey('share of the weights that are left which goes in a round; the last round takes what is missing', {
    min: 0.01,
    max: 0.99,
  })
  readonly per_round: number = 0.2;

  @ChoiceKey('where magnitudes are compared: over all tensors, or in each', ['global', 'tensor'])
  readonly scope: string = 'global';

  @TextListKey(`weights to prune, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey(
    'training from the early weights in each round, whose limits are shared equally among the rounds',
    () => MethodFinetuneConfig,
  )
  readonly finetune!: MethodFinetuneConfig;

  problem() {
    const wrong = partsProblem(this.finetune.stop, roundsOf(this).length);
    return wrong && { key: `finetune.${wrong.key}`, message: wrong.message };
  }
}
