import { ChoiceKey, FlagKey, IntegerKey, NumberKey, TextListKey } from '#contracts';
import { BLEU_SMOOTHINGS, BLEU_TOKENIZERS, TRANSLATION_MEASURE_NAMES } from '#metrics/translation';

/** Config of `evaluate.texts`. */
export class EvaluateTextsConfig {
  @TextListKey('what to measure: BLEU, chrF (chrF++ with chrf_word_order 2), TER', {
    choices: TRANSLATION_MEASURE_NAMES,
  })
  readonly measure: readonly string[] = ['bleu'];

  @ChoiceKey('tokenizer of BLEU', Object.keys(BLEU_TOKENIZERS))
  readonly tokenize: string = '13a';

  @ChoiceKey('smoothing of BLEU', Object.keys(BLEU_SMOOTHINGS))
  readonly smooth: string = 'exp';

  @NumberKey('value of the smoothing floor or add-k; left out: 0.1 and 1', { min: 0, max: 1000, optional: true })
  readonly smooth_value?: number;

  @FlagKey('compare in lower case: BLEU and chrF; TER does unless ter_case_sensitive')
  readonly lowercase: boolean = false;

  @FlagKey('the scores of each sentence too')
  readonly sentences: boolean = false;

  @IntegerKey('longest n-gram of BLEU', { min: 1, max: 9 })
  readonly max_order: number = 4;

  @IntegerKey('longest n-gram of characters of chrF', { min: 1, max: 20 })
  readonly chrf_char_order: number = 6;

  @IntegerKey('longest n-gram of words of chrF; 2 is chrF++', { min: 0, max: 9 })
  readonly chrf_word_order: number = 0;

  @IntegerKey('how much more recall counts than precision in chrF', { min: 1, max: 100 })
  readonly chrf_beta: number = 2;

  @FlagKey('white space is part of chrF’s n-grams of characters')
  readonly chrf_whitespace: boolean = false;

  @FlagKey('smooth chrF as chrF++.py, NLTK and Moses do')
  readonly chrf_eps_smoothing: boolean = false;

  @FlagKey('TER of text that is tokenized as Tercom does')
  readonly ter_normalized: boolean = false;

  @FlagKey('TER without punctuation')
  readonly ter_no_punct: boolean = false;

  @FlagKey('Chinese and Japanese characters for ter_normalized and ter_no_punct')
  readonly ter_asian_support: boolean = false;

  @FlagKey('TER with upper and lower case')
  readonly ter_case_sensitive: boolean = false;

  problem() {
    if (this.smooth_value === undefined || ['floor', 'add-k'].includes(this.smooth)) return undefined;
    return { key: 'smooth_value', message: `smooth: ${this.smooth} has no value` };
  }
}
