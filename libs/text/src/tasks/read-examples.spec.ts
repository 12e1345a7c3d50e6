import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { SplitName } from '../files/find-splits.js';
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
  it('for a missing column, naming those that are there', async () => {
    await expect(read(findTask('sst2'), 'dev', tabs('text', 'label') + tabs('a', '1'))).rejects.toMatchObject({
      code: 'DATA_MISSING_COLUMN',
      message: expect.stringContaining('has no column "sentence"; it has "text", "label"'),
    });
    await expect(read(findTask('sst2'), 'dev', tabs('sentence') + tabs('a'))).rejects.toMatchObject({
      code: 'DATA_MISSING_COLUMN',
      details: { column: 'label' },
    });
  });

  it('for a row of another number of fields, naming the line', async () => {
    const content = tabs('sentence', 'label') + tabs('a', '1') + tabs('b', 'c', '1');
    await expect(read(findTask('sst2'), 'train', content)).rejects.toMatchObject({
      code: 'DATA_WRONG_ROW',
      message: expect.stringContaining('line 3: 3 fields, but there are 2 columns'),
    });
  });

  it('for an unknown label, naming the line, what is allowed and the nearest', async () => {
    const rte = tabs('index', 'sentence1', 'sentence2', 'label') + tabs('0', 'a', 'b', 'not_entailmnt');
    await expect(read(findTask('rte'), 'train', rte)).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      message: expect.stringMatching(
        /line 2: label "not_entailmnt" is not one of entailment, not_entailment\. Did you mean not_entailment\?/,
      ),
    });
    const scores = { ...findTask('stsb'), texts: ['a'] } as unknown as Task;
    await expect(read(scores, 'train', tabs('a', 'score') + tabs('x', '1') + tabs('y', ''))).rejects.toMatchObject({
      code: 'DATA_UNKNOWN_LABEL',
      message: expect.stringContaining('line 3: label "" is not a number'),
    });
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
