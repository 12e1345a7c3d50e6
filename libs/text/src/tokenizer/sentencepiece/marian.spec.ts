import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode } from '../encode.js';
import { readTokenizerFiles } from '../files/read-tokenizer-files.js';
import { readTokenizer } from '../open-tokenizer.js';
import { isOneSided } from './marian.js';

interface Case {
  readonly text: string;
  readonly ids: readonly number[];
}

const fixture = (name: string) => readFileSync(new URL(`../fixtures/marian/${name}`, import.meta.url));
const cases = JSON.parse(fixture('cases.json').toString('utf8')) as Record<'source' | 'target' | 'decoded', Case[]>;
const RULES = { single: ['A', 'sep'], pair: ['A', 'sep', 'B', 'sep'], secondType: 0 } as const;

/** German has no x in the fixture, and neither side a cat. */
const UNKNOWN_IN_A_ROW = '猫犬 x猫y';

let folder: string;
const write = (name: string, content: string | Buffer) => writeFileSync(join(folder, name), content);
const original = () => {
  for (const name of ['vocab.json', 'tokenizer_config.json']) write(name, fixture(name));
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tlc-marian-'));
  for (const name of ['source.spm', 'target.spm']) write(name, gunzipSync(fixture(`${name}.gz`)));
  original();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('a folder of a Marian', () => {
  it.each(['source', 'target'] as const)('gives the ids of Transformers’ MarianTokenizer for the %s', async (side) => {
    const tokenizer = await readTokenizerFiles(folder, RULES, side);
    const own = cases[side].filter(({ text }) => text !== UNKNOWN_IN_A_ROW);
    expect(own.length).toBeGreaterThan(150);
    const { ids, starts } = await encode(
      tokenizer,
      own.map(({ text }) => text),
      undefined,
    );
    own.forEach((one, i) =>
      expect([one.text, [...ids.subarray(starts[i], starts[i + 1])]]).toEqual([one.text, one.ids]),
    );
  });

  it('finds what is known among several characters that a side does not know, which MarianTokenizer reads as one', async () => {
    const { engine } = await readTokenizerFiles(folder, RULES, 'target');
    const { ids } = cases.target.find(({ text }) => text === UNKNOWN_IN_A_ROW)!;
    const [x] = (await engine.encode('x')).getIds().slice(1);
    expect(ids).not.toContain(x);
    expect((await engine.encode(UNKNOWN_IN_A_ROW)).getIds()).toEqual([...ids.slice(0, 3), x, ...ids.slice(3)]);
  });

  it('writes translations as MarianTokenizer does, by the tokenizer of the source', async () => {
    const { engine } = await readTokenizerFiles(folder, RULES);
    for (const { ids, text } of cases.decoded) expect(await engine.decode([...ids], true)).toBe(text);
  });

  it('is read again from its tokenizer.json with the same special tokens: a text begins with padding, nothing is masked', async () => {
    const made = await readTokenizerFiles(folder, RULES);
    const vocabulary = JSON.parse(fixture('vocab.json').toString('utf8')) as Record<string, number>;
    const [pad, unk, sep] = ['<pad>', '<unk>', '</s>'].map((token) => vocabulary[token]);
    expect(made.special).toEqual({ pad, unk, cls: pad, sep });
    const file = join(folder, 'again.json');
    writeFileSync(file, made.json);
    const again = await readTokenizer(file);
    expect([again.special, again.vocabSize]).toEqual([made.special, made.vocabSize]);
    expect(isOneSided(made.json)).toBe(true);
  });

  it.each<[string, () => void, string]>([
    ['two vocabularies', () => write('tokenizer_config.json', '{"separate_vocabs": true}'), 'one table for both sides'],
    [
      'settings that are not known',
      () => write('tokenizer_config.json', '{"sp_model_kwargs": {"alpha": 1}}'),
      'sp_model_kwargs',
    ],
    ['ids with a gap', () => write('vocab.json', '{"</s>": 0, "<unk>": 2}'), 'gives "<unk>" the id 2'],
    ['ids that are no numbers', () => write('vocab.json', '{"</s>": "0"}'), 'expected each whole number below 1 once'],
    ['a vocabulary that is no JSON', () => write('vocab.json', '</s>'), 'vocab.json is not JSON'],
    ['no token for the end', () => write('vocab.json', '{"<unk>": 0, "<pad>": 1}'), 'vocab.json has no </s>'],
  ])('with %s is refused', async (_, change, message) => {
    write('tokenizer_config.json', '{"tokenizer_class": "MarianTokenizer"}');
    change();
    write('config.json', '{"architectures": ["MarianMTModel"]}');
    await expect(readTokenizerFiles(folder, RULES)).rejects.toMatchObject({
      code: 'TOKENIZER_INVALID',
      message: expect.stringContaining(message),
    });
    original();
  });
});
