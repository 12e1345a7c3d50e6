import { TOKEN_ROLES } from './special-tokens.js';
import { tokenNames } from './token-names.js';

/** `tokenizer_config.json` for a tokenizer.json, which Transformers.js asks for, and without which Transformers 5 splits
 * and lower-cases the text of every BERT as BERT base, uncased, does, whatever its tokenizer.json says.
 * @param maxLength longest input of the model */
export function tokenizerConfig(json: string, maxLength: number): string {
  const content = JSON.parse(json) as Record<string, Record<string, unknown> | undefined>;
  const { normalizer, pre_tokenizer: splitter } = content;
  const names = tokenNames(content);
  const isBert =
    normalizer?.type === 'BertNormalizer' && splitter?.type === 'BertPreTokenizer' && names.cls === '[CLS]';
  const settings = {
    tokenizer_class: isBert ? 'BertTokenizer' : 'PreTrainedTokenizerFast',
    ...(isBert && {
      do_lower_case: normalizer.lowercase,
      strip_accents: normalizer.strip_accents,
      tokenize_chinese_chars: normalizer.handle_chinese_chars,
    }),
    // The class that takes tokenizer.json as it is gives no types otherwise, which pairs need
    model_input_names: ['input_ids', ...(hasTypes(content) ? ['token_type_ids'] : []), 'attention_mask'],
    model_max_length: maxLength,
    ...Object.fromEntries(TOKEN_ROLES.flatMap((role) => (names[role] ? [[`${role}_token`, names[role]]] : []))),
  };
  return `${JSON.stringify(settings, null, 2)}\n`;
}

/** Whether the second text of a pair has type 1: models without types have none in their inputs. */
function hasTypes({ post_processor: processor }: Record<string, Record<string, unknown> | undefined>): boolean {
  return processor?.type === 'BertProcessing' || /"type_id":1\b/.test(JSON.stringify(processor?.pair ?? null));
}
