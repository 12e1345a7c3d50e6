import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { wordPieceTokenizer } from '#text';
import { tokenizerSettings } from './tokenizer-settings.js';

const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', '##b'];
const SPECIAL = {
  unk_token: '[UNK]',
  pad_token: '[PAD]',
  cls_token: '[CLS]',
  sep_token: '[SEP]',
  mask_token: '[MASK]',
};

it.each([true, false])('says of a tokenizer of ours whether it lower-cases: %p', (lowercase) => {
  expect(tokenizerSettings(wordPieceTokenizer(PIECES, { lowercase }), 64)).toEqual({
    tokenizer_class: 'BertTokenizer',
    do_lower_case: lowercase,
    strip_accents: null,
    tokenize_chinese_chars: true,
    model_input_names: ['input_ids', 'token_type_ids', 'attention_mask'],
    model_max_length: 64,
    ...SPECIAL,
  });
});

it('has a tokenizer with a clean-up of its own taken as it is', () => {
  const other = readFileSync(new URL('../bert/fixtures/tiny_bert/tokenizer.json', import.meta.url), 'utf8');
  expect(tokenizerSettings(other, 128)).toMatchObject({ tokenizer_class: 'PreTrainedTokenizerFast', ...SPECIAL });
});

it('refuses what is not JSON', () => {
  expect(() => tokenizerSettings('{', 8)).toThrow(expect.objectContaining({ code: 'TOKENIZER_INVALID' }));
});
