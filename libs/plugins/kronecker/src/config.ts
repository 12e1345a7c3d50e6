import { CHOICE_WORDS } from '#methods';
import { IntegerListKey, MethodFinetuneConfig, NumberKey, ObjectKey, TextListKey } from '#contracts';

/** Config of `kronecker`: one of `share` and `left`. */
export class KroneckerConfig {
  @NumberKey(
    'share of its weights that the larger factor of every layer has at most, which decides the sizes of both',
    {
      min: 0.001,
      max: 0.5,
      optional: true,
    },
  )
  readonly share?: number;

  @IntegerListKey('rows and columns of the first factor of every layer, divisors of those of its matrix', {
    min: 1,
    max: 65_536,
    optional: true,
  })
  readonly left?: readonly number[];

  @TextListKey(`weights to factorize, ${CHOICE_WORDS}; only those of layers can be`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey('training of the factors afterwards; left out: there is none', () => MethodFinetuneConfig, {
    optional: true,
  })
  readonly finetune?: MethodFinetuneConfig;

  problem() {
    const { share, left } = this;
    if ((share === undefined) === (left === undefined))
      return {
        key: 'share',
        message: share === undefined ? 'give one of share and left' : 'give share or left, not both',
      };
    return left && left.length !== 2 ? { key: 'left', message: 'give two numbers, rows and columns' } : undefined;
  }
}
