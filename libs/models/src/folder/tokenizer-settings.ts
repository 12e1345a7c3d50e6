import { TlcError } from '#contracts';

/** The special tokens that a BERT tokenizer has, by the key of `tokenizer_config.json`. */
const SPECIAL = { pad_token: '[PAD]', cls_token: '[CLS]', sep_token: '[SEP]', mask_token: '[MASK]' };

/** What is looked at in tokenizer.json. */
interface TokenizerFile {
  readonly normalizer?: {
    readonly type?: string;
    readonly lowercase?: boolean;
    readonly strip_accents?: boolean | null;
    readonly handle_chinese_chars?: boolean;
  } | null;
  readonly model?: { readonly unk_token?: string; readonly vocab?: object };
  readonly added_tokens?: readonly { readonly content?: string }[];
}

/**
 * `tokenizer_config.json` for a tokenizer.json. Without it Transformers takes a BERT's tokenizer for one that
 * lower-cases, whatever tokenizer.json says, and does not know how long an input may be; Transformers.js does not load
 * the model at all.
 *
 * @param maxLength longest input in tokens
 * @throws TlcError TOKENIZER_INVALID where tokenizer.json is not JSON
 */
export function tokenizerSettings(tokenizer: string, maxLength: number): Readonly<Record<string, unknown>> {
  const { normalizer, model, added_tokens: added = [] } = parse(tokenizer);
  const known = new Set([...added.map(({ content }) => content), ...Object.keys(model?.vocab ?? {})]);
  const cleanUp =
    normalizer?.type === 'BertNormalizer'
      ? {
          tokenizer_class: 'BertTokenizer',
          do_lower_case: normalizer.lowercase,
          strip_accents: normalizer.strip_accents,
          tokenize_chinese_chars: normalizer.handle_chinese_chars,
        }
      : { tokenizer_class: 'PreTrainedTokenizerFast' }; // takes tokenizer.json as it is
  return {
    ...cleanUp,
    model_input_names: ['input_ids', 'token_type_ids', 'attention_mask'],
    model_max_length: maxLength,
    ...(model?.unk_token !== undefined && { unk_token: model.unk_token }),
    ...Object.fromEntries(Object.entries(SPECIAL).filter(([, token]) => known.has(token))),
  };
}

function parse(tokenizer: string): TokenizerFile {
  try {
    return JSON.parse(tokenizer) as TokenizerFile;
  } catch (cause) {
    const message = `The model's tokenizer.json is not JSON: ${(cause as Error).message}.`;
    throw new TlcError('TOKENIZER_INVALID', message, { cause });
  }
}
