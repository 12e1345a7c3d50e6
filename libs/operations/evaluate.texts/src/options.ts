import type { TranslationOptions } from '#metrics/translation';
import type { EvaluateTextsConfig } from './config.js';

/** The options of each measure, of a corpus or of single sentences. */
export function optionsOf(config: EvaluateTextsConfig, effective_order = false): TranslationOptions {
  const { tokenize, smooth, smooth_value, lowercase, max_order } = config;
  return {
    bleu: { tokenize, smooth, smooth_value, lowercase, max_order, effective_order },
    chrf: {
      char_order: config.chrf_char_order,
      word_order: config.chrf_word_order,
      beta: config.chrf_beta,
      whitespace: config.chrf_whitespace,
      eps_smoothing: config.chrf_eps_smoothing,
      lowercase,
    },
    ter: {
      normalized: config.ter_normalized,
      no_punct: config.ter_no_punct,
      asian_support: config.ter_asian_support,
      case_sensitive: config.ter_case_sensitive,
    },
  };
}
