import { ChoiceKey, FlagKey, IntegerKey, NumberKey } from '#contracts';

/** Config of `evaluate.texts`. */
export class EvaluateTextsConfig {
  @ChoiceKey('tokenizer of BLEU', ['13a', 'intl', 'char', 'none'])
  readonly tokenize: string = '13a';

  @ChoiceKey('smoothing of BLEU', ['exp', 'floor', 'add-k', 'none'])
  readonly smooth: string = 'exp';

  @NumberKey('value of the smoothing floor or add-k; left out: 0.1 and 1', { min: 0, max: 1000, optional: true })
  readonly smooth_value?: number;

  @FlagKey('compare in lower case')
  readonly lowercase: boolean = false;

  @FlagKey('BLEU of each sentence too')
  readonly sentences: boolean = false;

  @IntegerKey('longest n-gram', { min: 1, max: 9 })
  readonly max_order: number = 4;

  problem() {
    if (this.smooth_value === undefined || ['floor', 'add-k'].includes(this.smooth)) return undefined;
    return { key: 'smooth_value', message: `smooth: ${this.smooth} has no value` };
  }
}
