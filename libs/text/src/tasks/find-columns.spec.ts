import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { findColumns } from './find-columns.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-columns-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function found(header: string, label?: string) {
  const path = join(folder, 'data.csv');
  await writeFile(path, `${header}\n${header.split(',').fill('x').join(',')}\n`);
  return findColumns(path, label);
}

it.each([
  ['id,Text,Label', undefined, ['Text'], 'Label'],
  ['id,sentence1,sentence2,label', undefined, ['sentence1', 'sentence2'], 'label'],
  ['premise,hypothesis,text,class', undefined, ['premise', 'hypothesis'], 'class'],
  ['review,stars', undefined, ['review'], 'stars'],
  ['words,label', undefined, ['words'], 'label'],
  ['id,text,label,stars', 'stars', ['text'], 'stars'],
  ['words,stars', 'stars', ['words'], 'stars'],
])('of %s are found by their names', async (header, label, texts, expected) => {
  expect(await found(header, label)).toEqual({ texts, label: expected });
});

it.each([['a,b'], ['text,review,label'], ['text,label,target'], ['id,text,note'], ['text']])(
  'of %s are refused: their names do not tell',
  async (header) => {
    await expect(found(header)).rejects.toMatchObject({
      code: 'DATA_MISSING_COLUMN',
      message: expect.stringMatching(/give text_columns and label_column$/),
    });
  },
);

it('of a folder are those of its train split', async () => {
  await writeFile(join(folder, 'train.jsonl'), '{"text":"a","label":"x"}\n');
  await writeFile(join(folder, 'test.jsonl'), '{"text":"b"}\n');
  expect(await findColumns(folder)).toEqual({ texts: ['text'], label: 'label' });
});
