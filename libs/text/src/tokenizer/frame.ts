import { TlcError } from '#contracts';
import type { TokenNames, TokenRole } from './special-tokens.js';
import { framing } from './token-names.js';

/** How a family reads text: the special tokens around one text and around two, by their role, with `A` and `B` for the
 * texts. */
export interface TokenRules {
  readonly single: readonly string[];
  readonly pair: readonly string[];
  /** Type of the second text's tokens, and of the special tokens after it. */
  readonly secondType: 0 | 1;
}

/** BERT's `[CLS] A [SEP]` and `[CLS] A [SEP] B [SEP]`, the second text with type 1. */
export const BERT_RULES: TokenRules = {
  single: ['cls', 'A', 'sep'],
  pair: ['cls', 'A', 'sep', 'B', 'sep'],
  secondType: 1,
};

/** A tokenizer.json that puts special tokens around texts: as it is, where it does so already; else with a post-processor
 * of the rules of its family.
 * @param names special tokens by their role
 * @param name what to call it in messages, such as its path
 * @throws TlcError TOKENIZER_INVALID where a token of the rules is not in the vocabulary */
export function frame(json: string, rules: TokenRules, names: Partial<TokenNames>, name = 'tokenizer.json'): string {
  const content = JSON.parse(json) as Record<string, unknown>;
  if (framing(content.post_processor as Parameters<typeof framing>[0])) return json;
  return JSON.stringify({ ...content, post_processor: postProcessor(content, rules, names, name) });
}

/** A tokenizer.json's template for the rules of a family. */
export function postProcessor(
  content: Readonly<Record<string, unknown>>,
  rules: TokenRules,
  names: Partial<TokenNames>,
  name: string,
): object {
  const tokenOf = (role: string) => {
    const token = names[role as TokenRole];
    const id = token === undefined ? undefined : tokenId(content, token);
    if (token !== undefined && id !== undefined) return { token, id };
    throw new TlcError('TOKENIZER_INVALID', `${name} has no ${role} token, which its model puts around texts`, {
      details: { tokenizer: name, role },
    });
  };
  const template = (sequence: readonly string[]) => {
    const second = sequence.indexOf('B');
    return sequence.map((part, at) => {
      const type = second >= 0 && at >= second ? rules.secondType : 0;
      if (part === 'A' || part === 'B') return { Sequence: { id: part, type_id: type } };
      return { SpecialToken: { id: tokenOf(part).token, type_id: type } };
    });
  };
  const roles = [...new Set([...rules.single, ...rules.pair])].filter((part) => part !== 'A' && part !== 'B');
  return {
    type: 'TemplateProcessing',
    single: template(rules.single),
    pair: template(rules.pair),
    special_tokens: Object.fromEntries(
      roles.map(tokenOf).map(({ token, id }) => [token, { id: token, ids: [id], tokens: [token] }]),
    ),
  };
}

/** The id of a token of a tokenizer.json, added or of the vocabulary. */
export function tokenId(content: Readonly<Record<string, unknown>>, token: string): number | undefined {
  const added = (content.added_tokens ?? []) as readonly { content: string; id: number }[];
  const found = added.find((each) => each.content === token);
  if (found) return found.id;
  const { vocab } = content.model as { vocab: Record<string, number> | [string, number][] };
  if (!Array.isArray(vocab)) return Object.hasOwn(vocab, token) ? vocab[token] : undefined;
  const at = vocab.findIndex(([piece]) => piece === token);
  return at < 0 ? undefined : at;
}
