import { describe, expect, it } from '@jest/globals';
import type { GlueResult } from '../collect/data.js';
import { glueNotes, glueTerminalTable } from './glue-table.js';

const spread = (mean: number, half_width?: number, ...values: number[]) => ({ mean, half_width, values });
const result: GlueResult = {
  step: 'glue',
  artifact: '0123456789abcdef',
  signature: 's',
  rows: [
    {
      task: 'MNLI',
      measures: [
        { name: 'accuracy', split: 'dev', ...spread(0.8125, 0.01, 0.81, 0.815) },
        { name: 'accuracy', split: 'dev_mismatched', ...spread(0.8, 0.02, 0.79, 0.81) },
      ],
      score: spread(0.80625, 0.0123, 0.8, 0.8125),
      models: ['a', 'b'],
    },
    { task: 'RTE', measures: [{ name: 'accuracy', split: 'dev', ...spread(0.5) }], score: spread(0.5), models: ['c'] },
  ],
  average: spread(0.653125),
  absent: ['CoLA'],
  submission: {
    archive: 'submission.zip',
    of: 'best',
    files: [{ file: 'RTE.tsv', rows: 3000, model: 'c' }],
    absent: ['CoLA.tsv', 'AX.tsv'],
  },
};

describe('GLUE’s table', () => {
  it('has measures, scores and average in percent, with the interval where there is one', () => {
    const lines = glueTerminalTable(result).table.split('\n');
    const cells = (name: string) =>
      lines
        .find((line) => line.includes(name))!
        .split('│')
        .slice(1, -1)
        .map((cell) => cell.trim());
    expect(cells('MNLI')).toEqual([
      'MNLI',
      'accuracy, accuracy (mismatched)',
      '81.25 ± 1.00, 80.00 ± 2.00',
      '80.63 ± 1.23',
      '2',
    ]);
    expect(cells('RTE')).toEqual(['RTE', 'accuracy', '50.00', '50.00', '1']);
    expect(cells('average')).toEqual(['average', '', '', '65.31', '']);
  });

  it('says what the average is of, what is missing, and where the zip is', () => {
    const [average, submission] = glueNotes(result);
    expect(average).toMatch(/mean of the scores of MNLI, RTE;.*it lacks CoLA\. ± is the 95 % interval/);
    expect(submission).toMatch(/^submission\.zip has RTE\.tsv, by .* best on dev; it lacks CoLA\.tsv, AX\.tsv\./);
    expect(submission).toContain('tlc artifacts export 0123456789ab FOLDER');
  });
});
