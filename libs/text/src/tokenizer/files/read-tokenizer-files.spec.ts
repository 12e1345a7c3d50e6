import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { encode } from '../encode.js';
import { BERT_RULES, type TokenRules } from '../frame.js';
import { openTokenizer } from '../open-tokenizer.js';
import { wordPieceTokenizer } from '../wordpiece.js';
import { readTokenizerFiles } from './read-tokenizer-files.js';

const fixture = (path: string) => readFile(new URL(`../fixtures/${path}`, import.meta.url));
const ROBERTA: TokenRules = {
  single: ['cls', 'A', 'sep'],
  pair: ['cls', 'A', 'sep', 'sep', 'B', 'sep'],
  secondType: 0,
};
const PIECES = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'É'];

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Writes files: text and bytes as they are, anything else as JSON. */
async function write(files: Readonly<Record<string, unknown>>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    const isRaw = typeof content === 'string' || content instanceof Uint8Array;
    await writeFile(join(folder, name), isRaw ? content : JSON.stringify(content));
  }
}
async function ids(rules: TokenRules, ...texts: string[]): Promise<number[][]> {
  const { ids: all, starts } = await encode(await readTokenizerFiles(folder, rules), texts, undefined);
  return texts.map((_, i) => [...all.slice(starts[i], starts[i + 1])]);
}
const refused = (message: string, code = 'TOKENIZER_INVALID') =>
  expect(readTokenizerFiles(folder, BERT_RULES)).rejects.toMatchObject({
    code,
    message: expect.stringContaining(message),
  });

describe('vocab.txt', () => {
  it('is read with every setting as Transformers 5.23 reads it', async () => {
    const all = JSON.parse((await fixture('bert-base-uncased/settings.json')).toString('utf8')) as {
      settings: object;
      cases: { text: string; ids: number[] }[];
    }[];
    expect(all).toHaveLength(6);
    await write({ 'vocab.txt': await fixture('bert-base-uncased/vocab.txt') });
    for (const { settings, cases } of all) {
      await write({ 'tokenizer_config.json': { ...settings, tokenizer_class: 'BertTokenizer', never_split: null } });
      const found = await ids(BERT_RULES, ...cases.map(({ text }) => text));
      expect([settings, found]).toEqual([settings, cases.map((each) => each.ids)]);
    }
  });

  it('has the special tokens that the settings name, wherever they stand', async () => {
    const pieces = ['a', '<s>', '</s>', '<pad>', '[UNK]', '<mask>'].join('\n');
    await write({ 'vocab.txt': pieces, 'config.json': { architectures: ['MPNetForMaskedLM'] } });
    const { special } = await readTokenizerFiles(folder, ROBERTA);
    expect(special).toEqual({ pad: 3, unk: 4, cls: 1, sep: 2, mask: 5 });
    await write({ 'vocab.txt': ['[X]', ...PIECES.slice(1)].join('\r\n'), 'config.json': {} });
    await write({ 'special_tokens_map.json': { pad_token: { content: '[X]', lstrip: false } } });
    const { json, special: own } = await readTokenizerFiles(folder, BERT_RULES);
    expect([own.pad, openTokenizer(json).special.pad]).toEqual([0, 0]);
    expect(await ids(BERT_RULES, 'a[X]b')).toEqual([[2, 5, 0, 6, 3]]);
  });

  it.each<[string, object, string]>([
    ['without basic splitting', { do_basic_tokenize: false }, 'do_basic_tokenize: false is not supported'],
    ['with words never to be split', { never_split: ['[X]'] }, 'TLC does not know the setting never_split'],
    ['with a setting nobody knows', { word_shape: 'x' }, 'does not know the setting word_shape; save a tokenizer.json'],
    ['with a setting of a wrong type', { strip_accents: 'no' }, 'strip_accents is neither true nor false'],
    [
      'of another class',
      { tokenizer_class: 'BertJapaneseTokenizer' },
      'BertJapaneseTokenizer, which TLC does not know',
    ],
  ])('%s is refused', async (_, settings, message) => {
    await write({ 'vocab.txt': PIECES.join('\n'), 'tokenizer_config.json': settings });
    await refused(message);
  });

  it('whose mask token a tokenizer.json would not tell is refused', async () => {
    await write({ 'vocab.txt': PIECES.join('\n'), 'special_tokens_map.json': { mask_token: 'a' } });
    await refused('would not tell that a is its mask token');
  });

  it('that lacks a special token is refused by its role', async () => {
    await write({ 'vocab.txt': PIECES.filter((piece) => piece !== '[SEP]').join('\n') });
    await refused('has no sep token');
  });
});

describe('vocab.json and merges.txt', () => {
  const files = async () => ({
    'vocab.json': await fixture('roberta-base/vocab.json'),
    'merges.txt': await fixture('roberta-base/merges.txt'),
  });

  it.each([
    [
      'the settings',
      { 'tokenizer_config.json': { tokenizer_class: 'RobertaTokenizerFast', add_prefix_space: true } },
      20_920,
    ],
    ['the model', { 'config.json': { architectures: ['RobertaForMaskedLM'] } }, 31_414],
    ['nothing', {}, 31_414],
  ])('are RoBERTa’s where %s says so', async (_, more, hello) => {
    await write({ ...(await files()), ...more });
    expect(await ids(ROBERTA, 'Hello')).toEqual([[0, hello, 2]]);
  });

  it('follow what is said of the mask token', async () => {
    await write({ ...(await files()), 'tokenizer_config.json': { mask_token: { content: '<mask>', lstrip: false } } });
    expect(await ids(ROBERTA, 'Hello <mask> world')).toEqual([[0, 31_414, 1437, 50_264, 232, 2]]);
  });

  it('with a token added at another place than the vocabulary gives it are refused', async () => {
    await write({ ...(await files()), 'added_tokens.json': { '<new>': 7 } });
    await refused('token "<new>" is added as 7');
  });
});

describe('a SentencePiece model', () => {
  it('has the special tokens of its class, those it lacks after its pieces', async () => {
    await write({
      'spm.model': gunzipSync(await fixture('sentencepiece/test_sentencepiece.model.gz')),
      'config.json': { architectures: ['DebertaV2Model'] },
    });
    const { special } = await readTokenizerFiles(folder, BERT_RULES);
    expect(special).toEqual({ pad: 1000, unk: 0, cls: 1001, sep: 1002, mask: 1003 });
    expect(await ids(BERT_RULES, 'This is a test')).toEqual([[1001, 285, 46, 10, 170, 382, 1002]]);
  });

  it('that keeps extra spaces is refused', async () => {
    await write({
      'spiece.model': gunzipSync(await fixture('sentencepiece/test_sentencepiece.model.gz')),
      'tokenizer_config.json': { tokenizer_class: 'AlbertTokenizer', remove_space: false },
    });
    await refused('remove_space: false is not supported');
  });
});

describe('tokenizer.json', () => {
  const json = (change: object) =>
    JSON.stringify({ ...(JSON.parse(wordPieceTokenizer(PIECES, { lowercase: true })) as object), ...change });

  it('without a post-processor gets the special tokens of the rules; with one it stays as it is', async () => {
    await write({ 'tokenizer.json': json({ post_processor: null }) });
    const { engine } = await readTokenizerFiles(folder, BERT_RULES);
    const pair = await engine.encode('a', 'b a');
    expect([pair.getIds(), pair.getTypeIds()]).toEqual([
      [2, 5, 3, 6, 5, 3],
      [0, 0, 0, 1, 1, 1],
    ]);
    const other = await (await readTokenizerFiles(folder, ROBERTA)).engine.encode('a', 'b');
    expect([other.getIds(), other.getTypeIds()]).toEqual([
      [2, 5, 3, 3, 6, 3],
      [0, 0, 0, 0, 0, 0],
    ]);
    await write({ 'tokenizer.json': json({}) });
    expect((await readTokenizerFiles(folder, ROBERTA)).json).toBe(json({}));
  });

  it('that only trims offsets gets them, too', async () => {
    const byteLevel = { type: 'ByteLevel', add_prefix_space: true, trim_offsets: false, use_regex: true };
    await write({ 'tokenizer.json': json({ post_processor: byteLevel }) });
    expect(await ids(BERT_RULES, 'a')).toEqual([[2, 5, 3]]);
  });

  it.each([
    ['do_lower_case', false, 'do_lower_case is false, but tokenizer.json says true'],
    ['strip_accents', false, 'strip_accents is false, but tokenizer.json says true'],
    ['tokenize_chinese_chars', false, 'tokenize_chinese_chars is false, but tokenizer.json says true'],
  ])('that %s contradicts is refused', async (key, value, message) => {
    await write({ 'tokenizer.json': json({}), 'tokenizer_config.json': { [key]: value } });
    await refused(message);
  });

  it('beside settings that are no JSON object is refused', async () => {
    await write({ 'tokenizer.json': json({}), 'tokenizer_config.json': '[1]' });
    await refused('tokenizer_config.json is not a JSON object');
    await write({ 'tokenizer_config.json': '{' });
    await refused('tokenizer_config.json is not a JSON object');
  });
});

it('a folder without a tokenizer is refused, naming the files that could be there', async () => {
  await refused('has no tokenizer: tokenizer.json, vocab.txt, vocab.json', 'MODEL_MISSING_FILE');
});
