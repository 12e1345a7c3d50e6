import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { Split } from '../dataset.js';
import { openTokenizer } from '../tokenizer/open-tokenizer.js';
import { wordPieceTokenizer } from '../tokenizer/wordpiece.js';
import { encodeText } from './encode-text.js';

const letters = 'abcdefghijklmnopqrstuvwxyz'.split('');
const tokenizer = openTokenizer(
  wordPieceTokenizer(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', ...letters], { lowercase: true }),
);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The sentences of a split as text. */
function sentences({ ids, starts }: Split): string[] {
  const token = (id: number) => ({ 2: '[', 3: ']' })[id] ?? letters[id - 5] ?? '?';
  return Array.from(starts.slice(0, -1), (from, i) => Array.from(ids.slice(from, starts[i + 1]), token).join(''));
}

async function encoded(content: string, maxLength: number, column?: string): Promise<string[]> {
  await writeFile(join(folder, 'train.txt'), content);
  const dataset = await encodeText(tokenizer, folder, { maxLength, ...(column !== undefined && { column }) });
  expect(dataset).toMatchObject({ objective: 'language-modelling', maxLength, vocabSize: 31 });
  const { train } = dataset.splits as { train: Split };
  expect([train.sentences, train.tokens]).toEqual([train.starts.length - 1, train.ids.length]);
  return sentences(train);
}

describe('text for language modelling', () => {
  it('runs on from line to line, up to a blank one', async () => {
    expect(await encoded('a b\nc d\n \ne f\n\n\ng', 16)).toEqual(['[abcd]', '[ef]', '[g]']);
  });

  it('is cut into pieces of about equal length, none longer than the longest sentence', async () => {
    expect(await encoded('a b c d e f g\nh i j', 6)).toEqual(['[abc]', '[defg]', '[hij]']);
    expect(await encoded('a b c d e f g h', 6)).toEqual(['[abcd]', '[efgh]']);
    const pieces = await encoded('x '.repeat(1000), 30);
    expect(pieces.join('').replace(/[[\]]/g, '')).toBe('x'.repeat(1000));
    expect(new Set(pieces.map((piece) => piece.length))).toEqual(new Set([29, 30]));
  });

  it('runs on over the ends of what is read at a time', async () => {
    // More than 1 MB, read 1 MB at a time, of few words far apart; a blank line after every seventh
    const words = (i: number) => 'abcdefghijklmnopqrstuvwxyz'.slice(i % 20, (i % 20) + 2).split('');
    const texts = Array.from({ length: 1000 }, (_, n) => Array.from({ length: 7 }, (_, i) => words(n + i)));
    const content = texts.map((lines) => lines.map((line) => line.join(' '.repeat(200))).join('\n')).join('\n\n');
    expect(content.length).toBeGreaterThan(2 ** 20);
    expect(await encoded(content, 64)).toEqual(texts.map((lines) => `[${lines.flat().join('')}]`));
  });

  it('of a column is a text for each row', async () => {
    expect(await encoded('n\ttext\n1\ta b\n2\tc\n3\t \n4\td e f g h', 6, 'text')).toEqual([
      '[ab]',
      '[c]',
      '[def]',
      '[gh]',
    ]);
  });

  it('does not run on from file to file', async () => {
    await writeFile(join(folder, 'train2.txt'), 'c d');
    expect(await encoded('a b', 16)).toEqual(['[ab]', '[cd]']);
  });

  it('without words is refused', async () => {
    await expect(encoded('text\n\u00a0\n \n', 16, 'text')).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  });

  it('lacking its column is refused', async () => {
    await expect(encoded('a\tb\nc\td', 16, 'text')).rejects.toMatchObject({ code: 'DATA_MISSING_COLUMN' });
  });

  it('has a split for each kind of file, and tells the share that is done', async () => {
    await writeFile(join(folder, 'valid.txt'), 'c d\n'.repeat(5));
    await writeFile(join(folder, 'train.txt'), 'a b\n'.repeat(5000));
    const told: [number, string][] = [];
    const options = { maxLength: 16, onProgress: (done: number, split: string) => void told.push([done, split]) };
    const { splits } = await encodeText(tokenizer, folder, options);
    expect(Object.keys(splits)).toEqual(['train', 'dev']);
    expect(told.at(-1)).toEqual([1, 'dev']);
    expect(told.map(([done]) => done)).toEqual(told.map(([done]) => done).sort((a, b) => a - b));
  });
});
