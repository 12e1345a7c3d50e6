import { describe, expect, it } from '@jest/globals';
import type { ReportData, Row } from '../collect/data.js';
import { compareReports } from './compare-reports.js';
import { comparisonTable } from './comparison-table.js';

const accuracy = (value: number, split = 'dev') => ({
  name: 'accuracy',
  value,
  signature: `v1|data:task/${split}|engine:e`,
});
const row = (name: string, more: Partial<Row>): Row => ({ name, artifact: name, ancestors: [], isCompressed: false, measures: [], ...more }); // prettier-ignore
const report = (run: string, rows: readonly Row[]): ReportData => ({ run, rows, title: '', date: '', curves: [], glue: [], steps: [], environment: {}, findings: [] }); // prettier-ignore

const before = report('a', [
  row('small', { bytes: 2_000_000, trainingSeconds: 100, trainingTokens: 1_000_000, measures: [accuracy(0.8), accuracy(0.7, 'test')] }), // prettier-ignore
  row('gone', { bytes: 5 }),
]);
const after = report('b', [
  row('small', { bytes: 1_000_000, trainingSeconds: 50, trainingTokens: 1_000_000, measures: [accuracy(0.8125), { ...accuracy(0.7, 'test'), signature: 'v2|data:task/test|engine:e' }] }), // prettier-ignore
]);

describe('two runs side by side', () => {
  it('have each figure of each model with its difference', () => {
    const { figures } = compareReports(before, after);
    expect(figures).toEqual([
      { model: 'small', name: 'bytes', unit: 'bytes', first: 2_000_000, second: 1_000_000, difference: -1_000_000 },
      { model: 'small', name: 'training', unit: 's', first: 100, second: 50, difference: -50 },
      { model: 'small', name: 'training speed', unit: 'tokens/s', first: 10_000, second: 20_000, difference: 10_000 },
      {
        model: 'small',
        name: 'accuracy',
        first: 0.8,
        second: 0.8125,
        difference: expect.closeTo(0.0125),
        isAlike: true,
      },
      { model: 'small', name: 'accuracy', first: 0.7, second: 0.7, difference: 0, isAlike: false },
      { model: 'gone', name: 'bytes', unit: 'bytes', first: 5 },
    ]);
  });

  it('are a table, in which amounts have shares, too, and what was measured otherwise says so', () => {
    const lines = comparisonTable(compareReports(before, after)).split('\n').map((line) => line.split('│').slice(1, -1).map((cell) => cell.trim())).filter((cells) => cells.length > 0); // prettier-ignore
    expect(lines).toEqual([
      ['model', 'figure', 'a', 'b', 'difference'],
      ['small', 'bytes', '2.00 MB', '1.00 MB', '−1.00 MB (−50.0 %)'],
      ['', 'training', '1 min 40 s', '50 s', '−50 s (−50.0 %)'],
      ['', 'training speed', expect.stringMatching(/tokens\/s/), expect.stringMatching(/tokens\/s/), expect.stringMatching(/^\+.*\(\+100\.0 %\)/)], // prettier-ignore
      ['', 'accuracy', '80.00 %', '81.25 %', '+1.25 %'],
      ['', 'accuracy', '70.00 %', '70.00 %', '0 (measured otherwise)'],
      ['gone', 'bytes', '5 B', '–', '–'],
    ]);
  });
});
