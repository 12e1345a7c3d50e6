import { wrongValue } from '#contracts/light';

/** How chrF is made. Everything may be left out; the names are sacreBLEU's. */
export interface ChrfOptions {
  /** Longest n-gram of characters, 1 to 20; default 6. */
  readonly char_order?: number;
  /** Longest n-gram of words, 0 to 9; default 0: chrF. 2 is chrF++. */
  readonly word_order?: number;
  /** How much more recall counts than precision, 1 to 100, a whole number; default 2. */
  readonly beta?: number;
  /** Compare in lower case; default false. */
  readonly lowercase?: boolean;
  /** White space is part of n-grams of characters; default false. */
  readonly whitespace?: boolean;
  /** Smooth by a tiny number, as chrF++.py, NLTK and Moses do; default false: orders that texts are too short for are
   * left out. */
  readonly eps_smoothing?: boolean;
}

/** `ChrfOptions`, checked and with the defaults. */
export type ChrfSettings = Required<ChrfOptions>;

/** Checks options and fills in the defaults.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function chrfSettings(options: ChrfOptions): ChrfSettings {
  const whole = (key: 'char_order' | 'word_order' | 'beta', value: number, least: number, most: number) => {
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw wrongValue(key, value, `an integer from ${least} to ${most}`);
  };
  return {
    char_order: whole('char_order', options.char_order ?? 6, 1, 20),
    word_order: whole('word_order', options.word_order ?? 0, 0, 9),
    beta: whole('beta', options.beta ?? 2, 1, 100),
    lowercase: options.lowercase ?? false,
    whitespace: options.whitespace ?? false,
    eps_smoothing: options.eps_smoothing ?? false,
  };
}
