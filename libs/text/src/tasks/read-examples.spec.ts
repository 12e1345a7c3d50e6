import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SplitName } from '../files/split-names.js';
import { checkNames } from './check-labels.js';
import { findTask, GLUE_FILES } from './glue.js';
import { readExamples } from './read-examples.js';
import type { Task } from './task.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-text-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function read(task: Task, split: SplitName, content: string) {
  await writeFile(join(folder, 'file.tsv'), content);
  return readExamples([join(folder, 'file.tsv')], task, split);
}

const tabs = (...fields: string[]) => `${fields.join('\t')}\n`;

describe('GLUE’s files', () => {
  it.each([
    ['cola', 'train', tabs('gj04', '1', '', 'A "quoted" one.'), ['A "quoted" one.'], undefined, ['1']],
    ['cola', 'test', tabs('index', 'sentence') + tabs('0', 'Bill whistled.'), ['Bill whistled.'], undefined, undefined],
    ['sst2', 'dev', tabs('sentence', 'label') + tabs('it is ', '0'), ['it is '], undefined, ['0']],
    [
      'mrpc',
      'train',
      `\ufeff${tabs('Quality', '#1 ID', '#2 ID', '#1 String', '#2 String')}${tabs('1', '5', '6', 'He said "no.', '"He said.')}`,
      ['He said "no.'],
      ['"He said.'],
      ['1'],
    ],
    [
      'stsb',
      'dev',
      tabs('index', 'genre', 'filename', 'year', 'old_index', 'source1', 'source2', 'sentence1', 'sentence2', 'score') +
        tabs('0', 'g', 'f', '2012', '1', 'n', 'n', 'A man.', 'A boy.', '2.750'),
      ['A man.'],
      ['A boy.'],
      ['2.750'],
    ],
    [
      'mnli',
      'train',
      tabs('index', 'sentence1', 'sentence2', 'label1', 'gold_label') + tabs('0', 'a', 'b', 'neutral', 'entailment'),
      ['a'],
      ['b'],
      ['entailment'],
    ],
    [
      'qnli',
      'dev',
      tabs('index', 'question', 'sentence', 'label') + tabs('0', 'Why?', 'So.', 'not_entailment'),
      ['Why?'],
      ['So.'],
      ['not_entailment'],
    ],
    ['ax', 'test', tabs('index', 'sentence1', 'sentence2') + tabs('0', 'a', 'b'), ['a'], ['b'], undefined],
  ] as const)('%s, %s', async (name, split, content, texts, pairs, labels) => {
    expect(await read(findTask(name), split, content)).toEqual({
      texts,
      ...(pairs && { pairs }),
      ...(labels && { labels }),
      skipped: 0,
    });
  });

  it('rows of QQP with too few fields are left out and counted', async () => {
    const header = tabs('id', 'qid1', 'qid2', 'question1', 'question2', 'is_duplicate');
    const rows = tabs('1', '2', '3', 'a', 'b', '1') + tabs('2', 'broken') + tabs('3', '4', '5', 'c', 'd', '0');
    expect(await read(findTask('qqp'), 'train', header + rows)).toMatchObject({ texts: ['a', 'c'], skipped: 1 });
  });
});

describe('a file that does not fit its task is refused', () => {
  it('for a missing column, with the number of one that is called nearly so', async () => {
    await expect(read(findTask('sst2'), 'dev', tabs('label', 'sentense') + tabs('1', 'a'))).rejects.toMatchObject({
      code: 'DATA_MISSING_COLUMN',
      message: expect.stringMatching(/has no column "sentence" among its 2; its column 2 is called nearly so$/),
    });
    await expect(read(findTask('sst2'), 'dev', tabs('sentence') + tabs('a'))).rejects.toMatchObject({
      code: 'DATA_MISSING_COLUMN',
      message: expect.stringMatching(/has no column "label" among its 1$/),
    });
  });

  it('for two columns of one name, where the task needs it', async () => {
    const content = tabs('sentence', 'note', 'label', 'note', 'label') + tabs('a', 'x', '1', 'y', '0');
    await expect(read(findTask('sst2'), 'train', content)).rejects.toMatchObject({
      code: 'DATA_DUPLICATE_COLUMN',
      message: expect.stringMatching(/columns 3 and 5 are both called "label"$/),
    });
    const { texts } = await read({ texts: ['sentence'], label: 'kind', labels: ['0', '1'] }, 'test', content);
    expect(texts).toEqual(['a']);
  });

  it('for a row of another number of fields, naming the line', async () => {
    const content = tabs('sentence', 'label') + tabs('a', '1') + tabs('b', 'c', '1');
    await expect(read(findTask('sst2'), 'train', content)).rejects.toMatchObject({
      code: 'DATA_WRONG_ROW',
      message: expect.stringMatching(/line 3: 3 fields, but there are 2 columns$/),
    });
  });

  it('for an unknown label, naming line and column, what is allowed and the nearest', async () => {
    const rte = tabs('index', 'sentence1', 'sentence2', 'label') + tabs('0', 'a', 'b', 'not_entailmnt');
    await expect(read(findTask('rte'), 'train', rte)).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      message: expect.stringMatching(
        /line 2, column "label": the label is none of entailment, not_entailment; it is nearest to not_entailment$/,
      ),
    });
  });

  it('with the line that the row has in the file, rows left out or not', async () => {
    const header = tabs('id', 'qid1', 'qid2', 'question1', 'question2', 'is_duplicate');
    const content = header + tabs('1', 'broken') + tabs('2', '2', '3', 'a', 'b', 'yes');
    await expect(read(findTask('qqp'), 'train', content)).rejects.toMatchObject({ details: { line: 3 } });
  });

  const own = (labels: Task['labels']): Task => ({ texts: ['text'], label: 'kind', labels });
  const kinds = (...labels: string[]) => tabs('text', 'kind') + labels.map((label) => tabs('x', label)).join('');

  it.each<[string, Task['labels'], string[], RegExp]>([
    ['blank', 'found', ['good', ' '], /line 3, column "kind": the label is blank$/],
    ['blank among numbers', 'scores', ['1', ''], /line 3, column "kind": the label is blank$/],
    ['no number', 'scores', ['1', 'secret'], /line 3, column "kind": the label is not a number$/],
    ['padded', 'found', ['good', 'bad '], /line 3, column "kind": the label has spaces around it$/],
    ['padded, of those named', ['good', 'bad'], ['good', ' bad'], /nearest to bad, with spaces around it$/],
    [
      'unlike all',
      ['good', 'bad'],
      ['a secret of another file'],
      /line 2, column "kind": the label is none of good, bad$/,
    ],
  ])('for a label that is %s', async (_, labels, words, message) => {
    await expect(read(own(labels), 'train', kinds(...words))).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      message: expect.stringMatching(message),
    });
  });

  it('for labels to be found that are the same number, or of one class only', async () => {
    const unclear = (message: RegExp) => ({ code: 'DATA_LABELS_UNCLEAR', message: expect.stringMatching(message) });
    await expect(read(own('found'), 'train', kinds('0', '1', '0', '1.0'))).rejects.toMatchObject(
      unclear(/line 3 and .*line 5: two labels that are the same number \(column "kind"\)$/),
    );
    await expect(read(own('found'), 'train', kinds('good', 'good'))).rejects.toMatchObject(
      unclear(/line 2: every row of the train split has this label/),
    );
    expect(await read(own('found'), 'train', kinds('b', 'a', 'b'))).toMatchObject({ found: ['a', 'b'] });
    expect(await read(own('found'), 'dev', kinds('b'))).not.toHaveProperty('found');
  });

  it.each<[string, string[], RegExp]>([
    ['twice', ['a', 'b', 'a'], /names a label twice/],
    ['as one number', ['0', '1', '0.0'], /label 1 of the task and label 3 of the task: two labels that are the same/],
    ['with spaces around', ['a', ' b'], /label 2 of the task is blank or has spaces around it/],
  ])('for labels that are named %s', (_, labels, message) => {
    expect(() => checkNames(own(labels))).toThrow(
      expect.objectContaining({ code: 'DATA_LABELS_UNCLEAR', message: expect.stringMatching(message) }),
    );
  });

  it('for having a header only', async () => {
    await expect(read(findTask('sst2'), 'train', tabs('sentence', 'label'))).rejects.toMatchObject({
      code: 'FILE_EMPTY',
    });
  });
});

describe('the name of a task', () => {
  it.each(['glue/sst2', 'sst2', 'SST-2', 'GLUE/SST_2'])('%s is found', (name) => {
    expect(findTask(name)).toBe(GLUE_FILES['glue/sst2']);
  });

  it('that is unknown is refused with the nearest', () => {
    expect(() => findTask('glue/mprc')).toThrow(
      expect.objectContaining({
        code: 'DATA_UNKNOWN_TASK',
        message: expect.stringMatching(/glue\/cola, .*Did you mean glue\/mrpc\?/),
      }),
    );
    expect(() => findTask('toString')).toThrow(expect.objectContaining({ code: 'DATA_UNKNOWN_TASK' }));
  });
});
