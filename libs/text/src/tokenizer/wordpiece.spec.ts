import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { encode } from './encode.js';
import { openTokenizer } from './open-tokenizer.js';
import { wordPieceTokenizer } from './wordpiece.js';

interface Case {
  readonly name: string;
  readonly text: string;
  readonly text_pair?: string;
  readonly ids: number[];
}

const folder = new URL('./fixtures/bert-base-uncased/', import.meta.url);
const pieces = readFileSync(new URL('vocab.txt', folder), 'utf8').trimEnd().split('\n');
const cases = JSON.parse(readFileSync(new URL('cases.json', folder), 'utf8')) as Case[];
const tokenizer = openTokenizer(wordPieceTokenizer(pieces, { lowercase: true }));

describe('the tokenizer of BERT base, uncased', () => {
  it('has 30 cases, 30,522 pieces and the special tokens of BERT', () => {
    expect(cases).toHaveLength(30);
    expect(tokenizer.vocabSize).toBe(30_522);
    expect(tokenizer.special).toEqual({ pad: 0, unk: 100, cls: 101, sep: 102, mask: 103 });
  });

  it.each(cases.map((each) => [each.name, each] as const))('gives the published ids: %s', async (_, each) => {
    const { ids } = await encode(tokenizer, [each.text], each.text_pair === undefined ? undefined : [each.text_pair]);
    expect([...ids]).toEqual(each.ids);
  });

  it('gives the second text of a pair type 1, and cuts the longer text first', async () => {
    const whole = await encode(tokenizer, ['how are you'], ['the cat sat on the mat']);
    expect([...(whole.types ?? [])]).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1]);
    const cut = await encode(tokenizer, ['how are you'], ['the cat sat on the mat'], { maxLength: 9 });
    expect([...cut.ids]).toEqual([101, 2129, 2024, 2017, 102, 1996, 4937, 2938, 102]);
  });

  it('encodes texts as if each were alone', async () => {
    const texts = cases.map((each) => each.text);
    const { ids, starts } = await encode(tokenizer, texts, undefined, { maxLength: 8 });
    for (const [i, text] of texts.entries()) {
      const alone = await encode(tokenizer, [text], undefined, { maxLength: 8 });
      expect(ids.slice(starts[i], starts[i + 1])).toEqual(alone.ids);
    }
  });
});
