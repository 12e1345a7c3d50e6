import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { findTask } from '../tasks/glue.js';
import type { Task } from '../tasks/task.js';
import { openTokenizer } from '../tokenizer/open-tokenizer.js';
import { wordPieceTokenizer } from '../tokenizer/wordpiece.js';
import { encodeTask } from './encode-task.js';

const tokenizer = openTokenizer(
  wordPieceTokenizer(['[PAD]', '[UNK]', '[CLS]', '[SEP]', '[MASK]', 'a', 'b', 'c'], { lowercase: true }),
);
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

const write = (name: string, ...rows: string[][]) =>
  writeFile(join(folder, name), rows.map((row) => `${row.join('\t')}\n`).join(''));

describe('a data set of a task', () => {
  it('has the ids, types and labels of each split, none where a test split has no labels', async () => {
    const columns = ['index', 'sentence1', 'sentence2'];
    await write('train.tsv', [...columns, 'label'], ['0', 'a b', 'c', 'not_entailment'], ['1', '', 'b', 'entailment']);
    await write('test.tsv', columns, ['0', 'a', 'a']);
    const { splits, ...facts } = await encodeTask(tokenizer, findTask('rte'), folder, { maxLength: 8 });
    expect(facts).toEqual({
      objective: 'classification',
      task: 'glue/rte',
      labels: ['entailment', 'not_entailment'],
      tokenizer: tokenizer.json,
      vocabSize: 8,
      special: tokenizer.special,
      maxLength: 8,
    });
    expect(splits.train).toEqual({
      sentences: 2,
      tokens: 10,
      ids: Int32Array.of(2, 5, 6, 3, 7, 3, 2, 3, 6, 3),
      types: Uint8Array.of(0, 0, 0, 0, 1, 1, 0, 0, 1, 1),
      starts: Int32Array.of(0, 6, 10),
      labels: Int32Array.of(1, 0),
    });
    expect(splits.test).not.toHaveProperty('labels');
  });

  it('counts the texts that lose their end, by split, and says so', async () => {
    await write('train.tsv', ['sentence', 'label'], ['a b c a', '0'], ['a b c', '1'], ['a b c a b', '1']);
    await write('dev.tsv', ['sentence', 'label'], ['a', '0']);
    const told: string[] = [];
    const onWarning = (text: string) => void told.push(text);
    const { splits } = await encodeTask(tokenizer, findTask('sst2'), folder, { maxLength: 5, onWarning });
    expect([splits.train?.cut, splits.dev?.cut]).toEqual([2, undefined]);
    expect(splits.train?.starts).toEqual(Int32Array.of(0, 5, 10, 15));
    expect(told).toEqual(['train: 2 of 3 texts have more than 5 tokens and lost their end']);
  });

  it('of MNLI has its second halves as splits of their own', async () => {
    const columns = ['sentence1', 'sentence2', 'gold_label'];
    for (const name of ['train', 'dev_matched', 'dev_mismatched']) {
      await write(
        `${name}.tsv`,
        columns,
        [name === 'dev_mismatched' ? 'a b' : 'a', 'c', 'neutral'],
        ['b', 'c', 'entailment'],
      );
    }
    for (const name of ['test_matched', 'test_mismatched', 'diagnostic'])
      await write(`${name}.tsv`, columns.slice(0, 2), ['a', 'b']);
    const { splits } = await encodeTask(tokenizer, findTask('mnli'), folder, { maxLength: 8 });
    expect(Object.keys(splits)).toEqual(['train', 'dev', 'dev_mismatched', 'test', 'test_mismatched']);
    expect([splits.dev?.tokens, splits.dev_mismatched?.tokens]).toEqual([10, 11]);
    expect(splits.dev_mismatched?.labels).toEqual(Int32Array.of(1, 0));
  });

  it('whose train split has one class only is told of', async () => {
    await write('train.tsv', ['sentence', 'label'], ['a', '1'], ['b', '1']);
    const told: string[] = [];
    await encodeTask(tokenizer, findTask('sst2'), folder, { maxLength: 8, onWarning: (text) => void told.push(text) });
    expect(told).toEqual([expect.stringContaining('every row has the same label')]);
  });

  it('of scores has them as numbers', async () => {
    const task: Task = { texts: ['text'], label: 'score', labels: 'scores' };
    await write('train.tsv', ['text', 'score'], ['a', '2.5'], ['b', '-1']);
    const { objective, labels, splits } = await encodeTask(tokenizer, task, folder, { maxLength: 8 });
    expect([objective, labels]).toEqual(['regression', undefined]);
    expect(splits.train?.labels).toEqual(Float32Array.of(2.5, -1));
  });

  it('of pairs apart has each text as a sentence of its own, both with the share of the highest score', async () => {
    const task: Task = { texts: ['one', 'other'], label: 'score', labels: 'scores', apart: true, highestScore: 4 };
    await write('train.tsv', ['one', 'other', 'score'], ['a b', 'c', '3'], ['b', 'a c', '-1']);
    await write('test.tsv', ['one', 'other'], ['a', 'b']);
    const { objective, splits } = await encodeTask(tokenizer, task, folder, { maxLength: 8 });
    expect(objective).toBe('similarity');
    expect(splits.train).toEqual({
      sentences: 4,
      tokens: 14,
      ids: Int32Array.of(2, 5, 6, 3, 2, 7, 3, 2, 6, 3, 2, 5, 7, 3),
      starts: Int32Array.of(0, 4, 7, 10, 14),
      labels: Float32Array.of(0.75, 0.75, -0.25, -0.25),
      together: 2,
    });
    expect(splits.test).toMatchObject({ sentences: 2, together: 2 });
    await write('train.tsv', ['one', 'other', 'score'], ['a b', 'c', '4.5']);
    await expect(encodeTask(tokenizer, task, folder, { maxLength: 8 })).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      message: expect.stringContaining('train.tsv, line 2, column "score": the label is not between -4 and 4'),
    });
    for (const other of [findTask('mrpc'), { ...task, texts: ['one'] as const }]) {
      await expect(encodeTask(tokenizer, { ...other, apart: true }, folder, { maxLength: 8 })).rejects.toMatchObject({
        code: 'CONFIG_WRONG_VALUE',
      });
    }
  });

  it('whose labels are to be found has those of the train split; another label in dev is refused', async () => {
    const task: Task = { texts: ['text'], label: 'label', labels: 'found' };
    await write('dev.tsv', ['text', 'label'], ['a', 'good']);
    await expect(encodeTask(tokenizer, task, folder, { maxLength: 8 })).rejects.toMatchObject({
      code: 'DATA_NO_SPLIT',
    });
    await write('train.tsv', ['text', 'label'], ['a', 'good'], ['b', 'bad'], ['c', 'good']);
    const { labels, splits } = await encodeTask(tokenizer, task, folder, { maxLength: 8 });
    expect(labels).toEqual(['bad', 'good']);
    expect(splits.dev?.labels).toEqual(Int32Array.of(1));
    await write('dev.tsv', ['text', 'label'], ['a', 'fine']);
    await expect(encodeTask(tokenizer, task, folder, { maxLength: 8 })).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      message: expect.stringContaining('dev.tsv, line 2, column "label": the label is none of bad, good'),
    });
  });
});
