import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { checkSubmission, glueSubmission } from './submission.js';
import { GLUE_TASKS } from './tasks.js';

const submitted = (task: string) =>
  readFileSync(new URL(`../measures/fixtures/${task}/predictions.tsv`, import.meta.url), 'utf8');
const column = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t')[1]);
const code = (name: string) => expect.objectContaining({ code: name });

describe('a GLUE submission', () => {
  it('of MRPC and STS-B is what others submitted, byte for byte', () => {
    expect(glueSubmission('mrpc', column(submitted('MRPC')))).toEqual({ file: 'MRPC.tsv', text: submitted('MRPC') });
    const scores = column(submitted('STS-B')).map(Number);
    expect(glueSubmission('stsb', scores)).toEqual({ file: 'STS-B.tsv', text: submitted('STS-B') });
  });

  it('has the eleven file names that GLUE asks for', () => {
    expect(GLUE_TASKS.flatMap(({ files }) => files).sort()).toEqual(
      ['AX', 'CoLA', 'MNLI-m', 'MNLI-mm', 'MRPC', 'QNLI', 'QQP', 'RTE', 'SST-2', 'STS-B', 'WNLI'].map(
        (name) => `${name}.tsv`,
      ),
    );
    expect(glueSubmission('mnli', ['neutral']).file).toBe('MNLI-m.tsv');
    expect(glueSubmission('mnli', ['neutral'], { mismatched: true }).file).toBe('MNLI-mm.tsv');
  });

  it('holds labels in words, scores within 0 to 5 in three decimals, and given indices', () => {
    expect(glueSubmission('rte', ['entailment', 'not_entailment']).text).toBe(
      'index\tprediction\n0\tentailment\n1\tnot_entailment\n',
    );
    expect(glueSubmission('stsb', [5.2, -0.1, 2.0625, 3]).text).toBe(
      'index\tprediction\n0\t5.000\n1\t0.000\n2\t2.062\n3\t3.000\n',
    );
    expect(glueSubmission('sst2', [1, 0], { indices: [7, '9'] }).text).toBe('index\tprediction\n7\t1\n9\t0\n');
  });

  it('has as many rows as the test set, whose sizes are those of files that others submitted', () => {
    const rows = Object.fromEntries(GLUE_TASKS.map((task) => [task.id, task.rows]));
    expect(rows.mrpc).toEqual([column(submitted('MRPC')).length]);
    expect(rows.stsb).toEqual([column(submitted('STS-B')).length]);
    expect(GLUE_TASKS.map(({ files }) => files.length)).toEqual(GLUE_TASKS.map(({ rows }) => rows.length));
    expect(() => checkSubmission('glue/mrpc', 'test', 1725)).not.toThrow();
    expect(() => checkSubmission('glue/mnli', 'test_mismatched', 9847)).not.toThrow();
    expect(() => checkSubmission('glue/mnli', 'test')).not.toThrow();
  });

  it('is refused of another split, of a part of the test set, and of a task that is not GLUE’s', () => {
    expect(() => checkSubmission('glue/sst2', 'dev')).toThrow(code('CONFIG_WRONG_VALUE'));
    expect(() => checkSubmission('glue/sst2', 'test_mismatched')).toThrow(code('CONFIG_WRONG_VALUE'));
    expect(() => checkSubmission('glue/sst2', 'test', 60)).toThrow(/all 1821 rows .* has 60/);
    expect(() => checkSubmission(undefined, 'test')).toThrow(code('DATA_UNKNOWN_TASK'));
  });

  it('is refused with a label that the task lacks, a score that is none, no rows, or too few indices', () => {
    expect(() => glueSubmission('rte', [1])).toThrow(code('DATA_UNKNOWN_LABEL'));
    expect(() => glueSubmission('qnli', ['entailment', 'contradiction'])).toThrow(/row 1 is contradiction/);
    expect(() => glueSubmission('stsb', [NaN])).toThrow(code('DATA_UNKNOWN_LABEL'));
    expect(() => glueSubmission('stsb', ['2'])).toThrow(code('DATA_UNKNOWN_LABEL'));
    expect(() => glueSubmission('sst2', [])).toThrow(code('FILE_EMPTY'));
    expect(() => glueSubmission('sst2', [1], { indices: [] })).toThrow(code('TEXT_LENGTH_MISMATCH'));
    expect(() => glueSubmission('sst2', [1], { mismatched: true })).toThrow(code('CONFIG_WRONG_VALUE'));
  });
});
