import { ChoiceKey, IntegerKey, MethodFinetuneConfig, NumberKey, ObjectKey, TextListKey } from '#contracts';
import { CHOICE_WORDS } from '#methods';

/** Config of `rigl`. */
export class RiglConfig {
  @NumberKey('share of the weights that is zero, from the first update on', { min: 0, max: 0.99 })
  readonly sparsity: number = 0.5;

  @ChoiceKey(
    'how sparsity is spread: erk: matrices of more inputs and outputs bear more of it; uniform: each bears the same share',
    ['erk', 'uniform'],
  )
  readonly distribution: string = 'erk';

  @IntegerKey('updates from one exchange of connections to the next', { min: 1, max: 100_000 })
  readonly every: number = 100;

  @NumberKey('share of the connections that the first exchange replaces; later ones replace fewer', {
    min: 0,
    max: 1,
  })
  readonly fraction: number = 0.3;

  @NumberKey('share of the updates after which connections stay as they are', { min: 0, max: 1 })
  readonly until: number = 0.75;

  @TextListKey(`weights to prune, ${CHOICE_WORDS}`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey(
    'training in which connections are exchanged; its stop.steps says when they come to rest',
    () => MethodFinetuneConfig,
  )
  readonly finetune!: MethodFinetuneConfig;

  problem() {
    if (this.finetune.stop.steps !== undefined) return undefined;
    return {
      key: 'finetune.stop.steps',
      message: 'connections are exchanged by the number of updates: say how many there are',
    };
  }
}
