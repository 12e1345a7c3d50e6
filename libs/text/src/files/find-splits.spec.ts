import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findSplits } from './find-splits.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function splits(names: readonly string[], skip?: RegExp) {
  for (const name of names) await writeFile(join(folder, name), 'x');
  const found = await findSplits(folder, skip);
  return Object.fromEntries(
    Object.entries(found).map(([split, paths]) => [split, paths.map((path) => basename(path))]),
  );
}

it('the splits of a folder go by the beginnings of the names', async () => {
  const names = ['train.tsv.gz', 'dev.tsv', 'test.tsv', 'readme.txt', 'LICENSE', 'train.json'];
  expect(await splits(names)).toEqual({ train: ['train.tsv.gz'], dev: ['dev.tsv'], test: ['test.tsv'] });
});

it('valid and val are dev, diagnostic is test, and several files are in order', async () => {
  const names = ['train-2.txt', 'train-1.txt.gz', 'valid.txt', 'validation.txt', 'val.txt', 'diagnostic.tsv'];
  expect(await splits(names)).toEqual({
    train: ['train-1.txt.gz', 'train-2.txt'],
    dev: ['val.txt', 'valid.txt', 'validation.txt'],
    test: ['diagnostic.tsv'],
  });
});

it('files that are not part of the task are left out', async () => {
  const names = ['dev_matched.tsv', 'dev_mismatched.tsv'];
  expect(await splits(names, /mismatched/)).toEqual({ dev: ['dev_matched.tsv'] });
});

it('files of other names, and a file alone, are a train split', async () => {
  expect(await splits(['b.txt', 'a.txt'])).toEqual({ train: ['a.txt', 'b.txt'] });
  const file = join(folder, 'a.txt');
  expect(await findSplits(file)).toEqual({ train: [file] });
});

it('a folder without data files is refused, and one that is not there', async () => {
  await mkdir(join(folder, 'train.tsv'));
  await expect(findSplits(folder)).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  await expect(findSplits(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
});
