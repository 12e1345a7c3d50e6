import { expect, it } from '@jest/globals';
import { tokenizerConfig } from './tokenizer-config.js';
import { wordPieceTokenizer } from './wordpiece.js';

const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a'];
const SPECIAL = {
  pad_token: '[PAD]',
  unk_token: '[UNK]',
  cls_token: '[CLS]',
  sep_token: '[SEP]',
  mask_token: '[MASK]',
};

it.each([true, false])('a BERT tokenizer’s settings say whether it lower-cases: %s', (lowercase) => {
  expect(JSON.parse(tokenizerConfig(wordPieceTokenizer(pieces, { lowercase }), 128))).toEqual({
    tokenizer_class: 'BertTokenizer',
    do_lower_case: lowercase,
    strip_accents: null,
    tokenize_chinese_chars: true,
    model_input_names: ['input_ids', 'token_type_ids', 'attention_mask'],
    model_max_length: 128,
    ...SPECIAL,
  });
});

it('a tokenizer that splits text in another way is read as its tokenizer.json says', () => {
  const other = {
    ...JSON.parse(wordPieceTokenizer(pieces, { lowercase: true })),
    pre_tokenizer: { type: 'Whitespace' },
  };
  expect(JSON.parse(tokenizerConfig(JSON.stringify(other), 64))).toEqual({
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_input_names: ['input_ids', 'token_type_ids', 'attention_mask'],
    model_max_length: 64,
    ...SPECIAL,
  });
});

it('a tokenizer without types has its own special tokens, and no types among its inputs', () => {
  const names = { pad: '<pad>', unk: '<unk>', cls: '<s>', sep: '</s>', mask: '<mask>' };
  const rules = { single: ['cls', 'A', 'sep'], pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'], secondType: 0 } as const;
  const json = wordPieceTokenizer([...Object.values(names), 'a'], { lowercase: true, names, rules });
  expect(JSON.parse(tokenizerConfig(json, 64))).toMatchObject({
    tokenizer_class: 'PreTrainedTokenizerFast',
    model_input_names: ['input_ids', 'attention_mask'],
    ...Object.fromEntries(Object.entries(names).map(([role, name]) => [`${role}_token`, name])),
  });
});
