import type { TokenizerSettings } from './settings.js';

interface TokenizerJson {
  readonly normalizer?: Readonly<Record<string, unknown>> | null;
  readonly pre_tokenizer?: Readonly<Record<string, unknown>> | null;
}

/** Refuses settings that contradict the tokenizer.json beside them: tools differ in which of the two they follow.
 * @param json the parsed tokenizer.json
 * @throws TlcError TOKENIZER_INVALID */
export function checkAgreement(json: unknown, settings: TokenizerSettings): void {
  const { normalizer, pre_tokenizer: splitter } = json as TokenizerJson;
  const said: [key: string, value: unknown][] = [];
  if (normalizer?.type === 'BertNormalizer') {
    said.push(['do_lower_case', normalizer.lowercase], ['tokenize_chinese_chars', normalizer.handle_chinese_chars]);
    said.push(['strip_accents', normalizer.strip_accents ?? normalizer.lowercase]);
  }
  if (splitter?.type === 'ByteLevel') said.push(['add_prefix_space', splitter.add_prefix_space]);
  for (const [key, value] of said) {
    const setting = settings.flag(key);
    if (setting === undefined || setting === value) continue;
    throw settings.invalid(`${key} is ${setting}, but tokenizer.json says ${value}`);
  }
}
