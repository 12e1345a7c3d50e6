import { SPECIAL_TOKENS } from './special-tokens.js';

/** `tokenizer_config.json` for a tokenizer.json, which Transformers.js asks for, and without which Transformers 5 splits
 * and lower-cases the text of every BERT as BERT base, uncased, does, whatever its tokenizer.json says.
 * @param maxLength longest input of the model */
export function tokenizerConfig(json: string, maxLength: number): string {
  const { normalizer, pre_tokenizer: splitter } = JSON.parse(json) as Record<
    string,
    Record<string, unknown> | undefined
  >;
  const isBert = normalizer?.type === 'BertNormalizer' && splitter?.type === 'BertPreTokenizer';
  const settings = {
    tokenizer_class: isBert ? 'BertTokenizer' : 'PreTrainedTokenizerFast',
    ...(isBert && {
      do_lower_case: normalizer.lowercase,
      strip_accents: normalizer.strip_accents,
      tokenize_chinese_chars: normalizer.handle_chinese_chars,
    }),
    // The class that takes tokenizer.json as it is gives no types otherwise, which pairs need
    model_input_names: ['input_ids', 'token_type_ids', 'attention_mask'],
    model_max_length: maxLength,
    ...Object.fromEntries(SPECIAL_TOKENS.map(([key, token]) => [`${key}_token`, token])),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}
