import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findTask } from '../tasks/glue.js';
import { isTaskFile } from '../tasks/read-examples.js';
import { findSplits, type SplitRules } from './find-splits.js';

let folder: string;
let warnings: string[];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
  warnings = [];
});
afterEach(() => rm(folder, { recursive: true }));

/** Splits of a folder of files, by their names, each with the given first line. */
async function splits(files: readonly string[] | Readonly<Record<string, string>>, rules: SplitRules = {}) {
  const named = Array.isArray(files) ? files.map((name) => [name, 'x'] as const) : Object.entries(files);
  for (const [name, line] of named) await writeFile(join(folder, name), `${line}\n`);
  const onWarning = (text: string) => void warnings.push(text.replace(`${folder}: `, ''));
  const found = await findSplits(folder, { ...rules, onWarning });
  return Object.fromEntries(
    Object.entries(found).map(([split, paths]) => [split, paths.map((path) => basename(path))]),
  );
}
const ofTask = (name: string): SplitRules => ({ fits: (columns, split) => isTaskFile(findTask(name), columns, split) });
const unclear = (...files: string[]) => ({
  code: 'DATA_SPLIT_UNCLEAR',
  message: expect.stringContaining(files.join(', ')),
});

describe('the splits of a folder', () => {
  it('go by the names of the files, and what says no split is left out with a warning', async () => {
    const names = ['train.tsv.gz', 'dev.tsv', 'test.tsv', 'readme.txt', 'LICENSE', 'train.json'];
    expect(await splits(names)).toEqual({ train: ['train.tsv.gz'], dev: ['dev.tsv'], test: ['test.tsv'] });
    expect(warnings).toEqual(['left out readme.txt: no word of their names says a split']);
  });

  it('go by words anywhere in a name, between _, - and .', async () => {
    expect(await splits(['msr_paraphrase_train.txt', 'msr-paraphrase-test.txt', 'MSR.Val.2.txt'])).toEqual({
      train: ['msr_paraphrase_train.txt'],
      dev: ['MSR.Val.2.txt'],
      test: ['msr-paraphrase-test.txt'],
    });
    expect(warnings).toEqual([]);
  });

  it('do not go by parts of words', async () => {
    expect(await splits(['dev.txt', 'latest.txt', 'trainer.txt', 'values.txt'])).toEqual({ dev: ['dev.txt'] });
    expect(warnings).toEqual(['left out latest.txt, trainer.txt, values.txt: no word of their names says a split']);
  });

  it.each(['valid', 'validation', 'val', 'dev', 'Dev'])('have %s for dev', async (word) => {
    expect(await splits([`wiki.${word}.txt`])).toEqual({ dev: [`wiki.${word}.txt`] });
  });

  it('have several files where these are numbered parts', async () => {
    expect(await splits(['train-2.txt', 'train-1.txt.gz', 'test_2016_flickr.txt', 'test_2017_flickr.txt'])).toEqual({
      train: ['train-1.txt.gz', 'train-2.txt'],
      test: ['test_2016_flickr.txt', 'test_2017_flickr.txt'],
    });
  });

  it('take the file with GLUE’s own name before others', async () => {
    const names = ['train.tsv', 'dev.tsv', 'out_of_domain_dev.tsv', 'dev_ids.tsv', 'train_small.tsv'];
    expect(await splits(names)).toEqual({ train: ['train.tsv'], dev: ['dev.tsv'] });
    expect(warnings).toEqual([
      'left out train_small.tsv: the train split is train.tsv',
      'left out dev_ids.tsv, out_of_domain_dev.tsv: the dev split is dev.tsv',
    ]);
  });

  it.each([
    ['two files for one split', ['in_domain_dev.tsv', 'out_of_domain_dev.tsv']],
    ['two words for one split', ['valid.txt', 'validation.txt']],
    ['one name in two formats', ['train.tsv', 'train.txt']],
    ['one name, compressed or not', ['train.txt', 'train.txt.gz']],
    ['a name with two splits', ['news_train_dev.tsv']],
  ])('are refused for %s', async (_, names) => {
    await expect(splits(names)).rejects.toMatchObject(unclear(...names));
  });

  it('have MNLI’s second halves as splits of their own; a diagnostic set is test where there is no other', async () => {
    const mnli = ['train', 'dev_matched', 'dev_mismatched', 'test_matched', 'test_mismatched', 'diagnostic'];
    expect(await splits(mnli.map((name) => `${name}.tsv`))).toEqual({
      train: ['train.tsv'],
      dev: ['dev_matched.tsv'],
      dev_mismatched: ['dev_mismatched.tsv'],
      test: ['test_matched.tsv'],
      test_mismatched: ['test_mismatched.tsv'],
    });
    expect(warnings).toEqual(['left out diagnostic.tsv: no word of their names says a split']);
    for (const name of mnli.slice(3, 5)) await rm(join(folder, `${name}.tsv`));
    expect(await splits([])).toMatchObject({ test: ['diagnostic.tsv'] });
  });
});

describe('the files of a labelled task', () => {
  const header = 'Quality\t#1 ID\t#2 ID\t#1 String\t#2 String';

  it('are those with its columns; MRPC’s dev_ids.tsv is not among them', async () => {
    const files = { 'msr_paraphrase_train.txt': header, 'msr_paraphrase_test.txt': header, 'dev_ids.tsv': '1\t2' };
    expect(await splits(files, ofTask('mrpc'))).toEqual({
      train: ['msr_paraphrase_train.txt'],
      test: ['msr_paraphrase_test.txt'],
    });
    expect(warnings).toEqual(['left out dev_ids.tsv: they lack the columns']);
  });

  it('without a header are those with its number of fields', async () => {
    const files = {
      'in_domain_train.tsv': 'gj04\t1\t\tA.',
      'in_domain_dev.tsv': 'gj04\t1\t\tB.',
      'dev_notes.txt': 'x',
    };
    expect(await splits(files, ofTask('cola'))).toEqual({ train: ['in_domain_train.tsv'], dev: ['in_domain_dev.tsv'] });
    await expect(splits({ 'out_of_domain_dev.tsv': 'gj04\t1\t\tC.' }, ofTask('cola'))).rejects.toMatchObject(
      unclear('in_domain_dev.tsv', 'out_of_domain_dev.tsv'),
    );
  });

  it('that lack a column are kept where they have GLUE’s own name: reading them says what is missing', async () => {
    expect(await splits({ 'train.tsv': 'text', 'dev.tsv': header }, ofTask('mrpc'))).toEqual({
      train: ['train.tsv'],
      dev: ['dev.tsv'],
    });
  });

  it('of which no name says a split may be one, and not more', async () => {
    expect(await splits({ 'data.tsv': header, 'readme.txt': 'About' }, ofTask('mrpc'))).toEqual({
      train: ['data.tsv'],
    });
    expect(warnings).toEqual(['left out readme.txt: they lack the columns']);
    await expect(splits({ 'more.tsv': header }, ofTask('mrpc'))).rejects.toMatchObject(unclear('data.tsv', 'more.tsv'));
  });
});

it('files of plain text whose names say no split, and a file alone, are a train split', async () => {
  expect(await splits(['b.txt', 'a.txt'])).toEqual({ train: ['a.txt', 'b.txt'] });
  const file = join(folder, 'test.txt');
  await writeFile(file, 'x');
  expect(await findSplits(file)).toEqual({ train: [file] });
});

it('a folder without data files is refused, and one that is not there', async () => {
  await mkdir(join(folder, 'train.tsv'));
  await expect(findSplits(folder)).rejects.toMatchObject({ code: 'FILE_EMPTY' });
  await expect(findSplits(join(folder, 'nothing'))).rejects.toMatchObject({ code: 'FILE_MISSING' });
});
