import type { SpecialTokens } from '../dataset.js';

/** What a special token is for. */
export type TokenRole = keyof SpecialTokens;

/** Special tokens as they are written, by their role. */
export type TokenNames = Readonly<Record<TokenRole, string>>;

export const TOKEN_ROLES = ['pad', 'unk', 'cls', 'sep', 'mask'] as const satisfies readonly TokenRole[];

/** BERT's special tokens, in the order of the ids that a learned vocabulary gives them. */
export const BERT_TOKENS: TokenNames = { pad: '[PAD]', unk: '[UNK]', cls: '[CLS]', sep: '[SEP]', mask: '[MASK]' };
