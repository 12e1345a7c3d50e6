import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { readDataset, readReferences } from '../folder/read-dataset.js';
import { writeDataset } from '../folder/write-dataset.js';
import { learnTokenizer } from '../tokenizer/learning/learn-tokenizer.js';
import { encodeParallel, type ParallelEncodingOptions } from './encode-parallel.js';

const tokenizer = learnTokenizer(['a dog runs', 'ein hund läuft', 'b c d e f g'], {
  vocabSize: 90,
  lowercase: true,
  minFrequency: 1,
});

let folder: string;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-parallel-'));
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true }));

async function encoded(files: Readonly<Record<string, string | Buffer>>, own: Partial<ParallelEncodingOptions> = {}) {
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  const onWarning = (text: string) => void warnings.push(text);
  return encodeParallel(tokenizer, folder, { languages: ['en', 'de'], maxLength: 16, onWarning, ...own });
}

const TWO = { 'news.en': 'a\nb\nc\nd\n', 'news.de': 'b\nc\nd\ne\n' };

const textOf = async (ids: Int32Array) => tokenizer.engine.decode([...ids], true);

describe('parallel text', () => {
  it('is encoded pair by pair, each source before its target; the targets are kept as they are written', async () => {
    const dataset = await encoded({
      'train.en': 'a dog\r\nruns\r\n',
      'train.de.gz': gzipSync('\uFEFFein hund\nläuft\n'),
      'val.en': 'A dog runs\n',
      'val.de': 'Ein Hund läuft\n',
    });
    expect(dataset.objective).toBe('translation');
    const { train, dev } = dataset.splits;
    expect(train).toMatchObject({ sentences: 4, together: 2 });
    const texts = [0, 1, 2, 3].map((i) => textOf(train!.ids.slice(train!.starts[i], train!.starts[i + 1])));
    // Accents are stripped where the tokenizer lower-cases
    expect(await Promise.all(texts)).toEqual(['a dog', 'ein hund', 'runs', 'lauft']);
    expect(train!.references).toEqual(['ein hund', 'läuft']);
    expect(dev!.references).toEqual(['Ein Hund läuft']);
    await writeDataset(folder, dataset);
    expect(await readReferences(folder, 'dev')).toEqual(['Ein Hund läuft']);
    expect((await readDataset(folder)).splits.train).toMatchObject({ sentences: 4, together: 2 });
  });

  it('loses pairs with an empty side, and of the train split those that are too long; both are said', async () => {
    const long = 'a '.repeat(20);
    const { splits } = await encoded({
      'train.en': `a\n\nb\n${long}\n`,
      'train.de': 'b\nc\n  \nd\n',
      'dev.en': `${long}\n`,
      'dev.de': 'b\n',
    });
    expect(splits.train).toMatchObject({ sentences: 2, references: ['b'], dropped: { empty: 2, long: 1 } });
    expect(splits.dev).toMatchObject({ sentences: 2, cut: 1 });
    expect(warnings).toEqual([
      'train: 2 of 4 pairs left out: one of their sides is empty',
      'train: 1 of 4 pairs left out: one of their sides has more than 16 tokens',
      'dev: 1 of 2 texts have more than 16 tokens and lost their end',
    ]);
  });

  it.each([
    ['sides of different length', { 'train.en': 'a\nb\n', 'train.de': 'c\n' }, 'DATA_NOT_PARALLEL', /2 lines.*has 1/],
    ['a side that is missing', { 'train.en': 'a\n' }, 'DATA_NOT_PARALLEL', /train\.de is missing/],
    ['no side at all', { 'train.fr': 'a\n' }, 'FILE_EMPTY', /ends in \.en or \.de/],
    ['an empty side', { 'train.en': 'a\n', 'train.de': '\n' }, 'FILE_EMPTY', /train\.de has no rows/],
    [
      'one side in two forms',
      { 'train.en': 'a\n', 'train.en.gz': '', 'train.de': 'b\n' },
      'DATA_SPLIT_UNCLEAR',
      /each could be/,
    ],
    ['broken UTF-8', { 'train.en': Buffer.of(0x61, 0xff), 'train.de': 'b\n' }, 'FILE_NOT_UTF8', /train\.en/],
    [
      'several names that say no split',
      { 'news.en': 'a\n', 'news.de': 'b\n', 'talks.en': 'a\n', 'talks.de': 'b\n' },
      'DATA_SPLIT_UNCLEAR',
      /news, talks: no name says a split/,
    ],
    [
      'columns that nothing names',
      { 'train.tsv': 'eng\tdeu\na\tb\n' },
      'DATA_MISSING_COLUMN',
      /none are called en and de/,
    ],
    ['a row with one side', { 'train.tsv': 'en\tde\na\n' }, 'DATA_WRONG_ROW', /line 2: 1 fields/],
    ['a share of a split that is there', { ...TWO, 'dev.en': 'a\n', 'dev.de': 'b\n' }, 'DATA_SPLIT_UNCLEAR', /dev/],
  ])('is refused for %s', async (what, files, code, message) => {
    const shares = what.includes('share') ? { shares: { dev: 0.5 } } : {};
    await expect(encoded(files as Record<string, string>, shares)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  it('may be two plain files of any name, of which a share becomes the dev split', async () => {
    const { splits } = await encoded(TWO, { shares: { dev: 0.25 }, seed: 3 });
    expect([...splits.train!.references!, ...splits.dev!.references!].sort()).toEqual(['b', 'c', 'd', 'e']);
    expect(splits.dev).toMatchObject({ sentences: 2, together: 2 });
  });

  it('keeps lines of one number together where one side ends with texts that are missing', async () => {
    const { splits } = await encoded({ 'train.en': 'a\nb\n\n\n', 'train.de': 'b\nc\nd\n' });
    expect(splits.train).toMatchObject({ references: ['b', 'c'], dropped: { empty: 1 } });
  });

  it.each([
    ['languages', 'train.tsv', 'id\tEN\tDE\n1\ta dog\tein hund\n2\ta "b\tc\n'],
    ['usual names', 'train.csv', 'source,target\na dog,"ein\n hund"\n"a ""b",c\n'],
    [
      'a translation, as the hub has them',
      'train.jsonl',
      '{"translation":{"de":"ein hund","en":"a dog"}}\n{"translation":{"en":"a \\"b","de":"c"}}\n',
    ],
  ])('may be columns of a table, found by %s', async (_, name, content) => {
    const { splits } = await encoded({ [name]: content });
    const { ids, starts, references } = splits.train!;
    expect(references).toEqual(['ein hund', 'c']);
    expect(await textOf(ids.slice(starts[0], starts[1]))).toBe('a dog');
  });

  it('may be columns that are named', async () => {
    const table = { 'train.tsv': 'x\ty\tde\ten\na\tb\tno\tno\n' };
    expect((await encoded(table, { columns: ['x', 'y'] })).splits.train!.references).toEqual(['b']);
    await expect(encoded(table, { columns: ['x', 'z'] })).rejects.toMatchObject({ code: 'DATA_MISSING_COLUMN' });
    await expect(encoded({}, { test: 'test' })).rejects.toMatchObject({ code: 'DATA_NO_SPLIT' });
  });

  it('is cleaned, each pair counted by the first reason to leave it out', async () => {
    const rules = { duplicates: true, held_out: true, copies: true, min_length: 2, max_ratio: 2 };
    const train = [
      ['a b', 'c d'],
      ['A  b', 'c d'],
      ['', 'c d'],
      ['e f', 'g b'],
      ['f g', 'F g'],
      ['b', 'c d'],
      ['b c', 'c d e f g'],
      ['b c', 'c '.repeat(10_000)],
      ['b c', 'c d e f'],
    ];
    const sides = { en: 0, de: 1 };
    const files = Object.entries(sides).flatMap(([side, at]) => [
      [`train.${side}`, train.map((pair) => `${pair[at]}\n`).join('')],
      [`test.${side}`, 'e F\n'],
    ]);
    const { splits } = await encoded(Object.fromEntries(files), { clean: rules });
    expect(splits.train!.dropped).toEqual({
      empty: 1,
      duplicate: 1,
      held_out: 1,
      copied: 1,
      short: 1,
      long: 1,
      uneven: 1,
    });
    expect(splits.train!.references).toEqual(['c d', 'c d e f']);
    expect(splits.test).not.toHaveProperty('dropped');
    expect(warnings).toContain(
      'train: 1 of 9 pairs left out: one of their sides has more than 2 times the tokens of the other',
    );
    const everyPair = { ...rules, min_length: 9 };
    await expect(encoded({}, { clean: everyPair })).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });

  it('has the test split that is asked for by name, where several could be it', async () => {
    const names = ['train', 'test_2016', 'test_2017'];
    const files = Object.fromEntries(
      names.flatMap((name) => ['en', 'de'].map((side) => [`${name}.${side}`, `${name}\n`])),
    );
    await expect(encoded(files)).rejects.toMatchObject({
      code: 'DATA_SPLIT_UNCLEAR',
      message: expect.stringContaining('test_2016, test_2017: each could be the test split'),
    });
    const { splits } = await encoded(files, { test: 'test_2017' });
    expect(splits.test!.references).toEqual(['test_2017']);
    await expect(encoded(files, { test: 'test_2018' })).rejects.toMatchObject({ code: 'DATA_NO_SPLIT' });
  });
});
