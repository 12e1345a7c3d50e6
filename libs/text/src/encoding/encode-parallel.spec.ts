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
    expect(splits.train).toMatchObject({ sentences: 2, references: ['b'] });
    expect(splits.dev).toMatchObject({ sentences: 2, cut: 1 });
    expect(warnings).toEqual([
      'train: 2 of 4 pairs left out: one of their sides is empty',
      'train: 1 of 2 pairs left out: one of their sides has more than 16 tokens',
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
    ['names that say no split', { 'news.en': 'a\n', 'news.de': 'b\n' }, 'DATA_SPLIT_UNCLEAR', /no name says a split/],
  ])('is refused for %s', async (_, files, code, message) => {
    await expect(encoded(files)).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
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
