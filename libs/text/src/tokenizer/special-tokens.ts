import type { SpecialTokens } from '../dataset.js';

/** The special tokens that a BERT model needs, in the order of the ids that a learned vocabulary gives them. */
export const SPECIAL_TOKENS: readonly (readonly [keyof SpecialTokens, string])[] = [
  ['pad', '[PAD]'],
  ['unk', '[UNK]'],
  ['cls', '[CLS]'],
  ['sep', '[SEP]'],
  ['mask', '[MASK]'],
];
