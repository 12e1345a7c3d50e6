import { CHOICE_WORDS } from '#methods';
import { IntegerKey, MethodFinetuneConfig, NumberKey, ObjectKey, TextListKey } from '#contracts';

const SIZES = ['rank', 'share', 'energy'] as const;

/** Config of `low-rank`: one of `rank`, `share` and `energy`. */
export class LowRankConfig {
  @IntegerKey('rank of every layer', { min: 1, max: 65_536, optional: true })
  readonly rank?: number;

  @NumberKey('share of its weights that every layer keeps, which decides its rank', {
    min: 0.001,
    max: 1,
    optional: true,
  })
  readonly share?: number;

  @NumberKey('share of its squared singular values that every layer keeps at least, which decides its rank', {
    min: 0.001,
    max: 1,
    optional: true,
  })
  readonly energy?: number;

  @TextListKey(`weights to factorize, ${CHOICE_WORDS}; only those of layers can be`)
  readonly include: string[] = ['layers'];

  @TextListKey('weights among them to leave as they are, in the same words', { min: 0 })
  readonly skip: string[] = [];

  @ObjectKey('training of the factors afterwards; left out: there is none', () => MethodFinetuneConfig, {
    optional: true,
  })
  readonly finetune?: MethodFinetuneConfig;

  problem() {
    const given = SIZES.filter((key) => this[key] !== undefined);
    if (given.length === 1) return undefined;
    return given.length === 0
      ? { key: 'rank', message: 'give one of rank, share and energy' }
      : { key: given[1], message: `give one of ${given.join(' and ')}, not both` };
  }
}
