import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { encode } from './encode.js';
import { openTokenizer, readTokenizer } from './open-tokenizer.js';
import { wordPieceTokenizer } from './wordpiece.js';

const json = wordPieceTokenizer(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', '##b'], { lowercase: true });
const changed = (change: (content: Record<string, unknown>) => void) => {
  const content = JSON.parse(json) as Record<string, unknown>;
  change(content);
  return JSON.stringify(content);
};

describe('a tokenizer.json', () => {
  it('is read from its folder or its own path', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
    try {
      await writeFile(join(folder, 'tokenizer.json'), json);
      expect((await readTokenizer(folder)).json).toBe(json);
      expect((await readTokenizer(join(folder, 'tokenizer.json'))).vocabSize).toBe(7);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('that is missing is refused by its path', async () => {
    await expect(readTokenizer('/nowhere')).rejects.toMatchObject({
      code: 'FILE_MISSING',
      message: expect.stringContaining('/nowhere'),
    });
  });

  it.each([
    ['not JSON', '{', 'is not a tokenizer'],
    ['JSON of something else', '{"a": 1}', 'is not a tokenizer'],
    ['a list', '[1]', 'is not a tokenizer'],
    ['nothing', '', 'is not a tokenizer'],
    ['a vocabulary without [MASK]', json.replaceAll('[MASK]', '[SAME]'), 'has no mask token'],
  ])('that is broken is refused: %s', (_, content, message) => {
    expect(() => openTokenizer(content, 'x/tokenizer.json')).toThrow(
      expect.objectContaining({ code: 'TOKENIZER_INVALID', message: expect.stringContaining(message) }),
    );
  });

  it('that pads and cuts neither pads nor cuts here', async () => {
    const padding = {
      strategy: { Fixed: 9 },
      direction: 'Right',
      pad_to_multiple_of: null,
      pad_id: 0,
      pad_type_id: 0,
      pad_token: '[PAD]',
    };
    const truncation = { direction: 'Right', max_length: 3, strategy: 'LongestFirst', stride: 0 };
    const tokenizer = openTokenizer(changed((content) => Object.assign(content, { padding, truncation })));
    expect([...(await encode(tokenizer, ['ab a'], undefined)).ids]).toEqual([2, 5, 6, 5, 3]);
  });

  it.each([
    ['BERT’s', json],
    ['RoBERTa’s', json.replaceAll('[PAD]', '<pad>').replaceAll('[MASK]', '<mask>').replaceAll('[CLS]', '<s>')],
    [
      'names of its own',
      json.replaceAll('[CLS]', '<|begin|>').replaceAll('[MASK]', '<|MASK|>').replaceAll('[PAD]', 'pad'),
    ],
  ])('tells its special tokens by their role: %s', (_, content) => {
    expect(openTokenizer(content).special).toEqual({ pad: 0, unk: 1, cls: 2, sep: 3, mask: 4 });
  });

  it('takes the names that it is given', () => {
    expect(openTokenizer(json, 'x', { mask: 'a' }).special.mask).toBe(5);
    expect(() => openTokenizer(json, 'x', { mask: 'z' })).toThrow('x has no mask token (z is not in its vocabulary)');
  });

  it('that adds no special tokens is refused', async () => {
    const tokenizer = openTokenizer(changed((content) => Object.assign(content, { post_processor: null })));
    await expect(encode(tokenizer, ['a'], undefined)).rejects.toMatchObject({ code: 'TOKENIZER_INVALID' });
    expect([...(await encode(tokenizer, ['a'], undefined, { special: false })).ids]).toEqual([5]);
  });
});
