import { wrongValue } from '#contracts/light';
import { tokenize13a } from './tokenizers/13a.js';
import { tokenizeChar } from './tokenizers/char.js';
import { tokenizeIntl } from './tokenizers/intl.js';
import { tokenizeNone } from './tokenizers/none.js';
import { tokenizeZh } from './tokenizers/zh.js';
import { choice } from '../translation/choice.js';

export const BLEU_TOKENIZERS = {
  '13a': tokenize13a,
  intl: tokenizeIntl,
  char: tokenizeChar,
  none: tokenizeNone,
  zh: tokenizeZh,
};

/** The ways of smoothing (Chen and Cherry, 2014, W14-3346) with the defaults of their values. */
export const BLEU_SMOOTHINGS = { exp: undefined, floor: 0.1, 'add-k': 1, none: undefined };

/** How BLEU is made. Everything may be left out; the names are those of sacreBLEU's command line. */
export interface BleuOptions {
  /** 13a (default), intl, char, none or zh. */
  readonly tokenize?: string;
  /** exp (default), floor, add-k or none. */
  readonly smooth?: string;
  /** Of floor (default 0.1) and add-k (default 1). */
  readonly smooth_value?: number;
  /** Compare in lower case; default false. */
  readonly lowercase?: boolean;
  /** Longest n-gram, 1 to 9; default 4. */
  readonly max_order?: number;
  /** Leave out orders for which the hypothesis is too short; default true for a sentence, false for a corpus. */
  readonly effective_order?: boolean;
  /** Do not warn of hypotheses that look tokenized; default false. */
  readonly force?: boolean;
}

/** `BleuOptions`, checked and with the defaults. */
export interface BleuSettings {
  readonly tokenize: keyof typeof BLEU_TOKENIZERS;
  readonly smooth: keyof typeof BLEU_SMOOTHINGS;
  readonly smooth_value: number | undefined;
  readonly lowercase: boolean;
  readonly max_order: number;
  readonly effective_order: boolean;
  readonly force: boolean;
}

const LONGEST = 9;

/** Checks options and fills in the defaults.
 * @throws CONFIG_WRONG_VALUE */
export function bleuSettings(options: BleuOptions): BleuSettings {
  const tokenize = choice('tokenize', options.tokenize ?? '13a', BLEU_TOKENIZERS);
  const smooth = choice('smooth', options.smooth ?? 'exp', BLEU_SMOOTHINGS);
  const max_order = options.max_order ?? 4;
  if (!Number.isInteger(max_order) || max_order < 1 || max_order > LONGEST) {
    throw wrongValue('max_order', max_order, `an integer from 1 to ${LONGEST}`);
  }
  const smooth_value = options.smooth_value ?? BLEU_SMOOTHINGS[smooth];
  if (options.smooth_value !== undefined && BLEU_SMOOTHINGS[smooth] === undefined) {
    throw wrongValue('smooth_value', options.smooth_value, `allowed: the smoothing ${smooth} has no value`);
  }
  if (smooth_value !== undefined && !(smooth_value >= 0 && smooth_value <= 1000)) {
    throw wrongValue('smooth_value', smooth_value, 'a number from 0 to 1000');
  }
  const { lowercase = false, effective_order = false, force = false } = options;
  return { tokenize, smooth, smooth_value, lowercase, max_order, effective_order, force };
}
