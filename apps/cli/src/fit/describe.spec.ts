import { describe, expect, it } from '@jest/globals';
import picocolors from 'picocolors';
import type { Candidate, RecommendAnswer } from '#contracts';
import { describeChoice, describeLook, describeResult } from './describe.js';

const terminal = { width: Infinity, dataColours: picocolors.createColors(false) };

const choice: Candidate = {
  vocabulary: 4000,
  layers: 6,
  bits: 4,
  bytes: 6_420_000,
  latency_ms: 5.67,
  seconds: 540,
  rows_seen: 90_000,
  quality: { value: 0.861, low: 0.839, high: 0.88 },
};

const answer: RecommendAnswer = {
  look: {
    kind: 'classification',
    texts: ['question1', 'question2'],
    label: 'same',
    rows: { train: 12_345, dev: 500 },
    classes: Array.from({ length: 8 }, (_, i) => ({ name: `c${i}`, rows: 2000 - i })),
    words: { median: 12, most: 48 },
    characters: 90,
    doubts: ['3 rows repeat the text of another row.'],
  },
  metric: 'f1_macro',
  choice,
  runners_up: [{ ...choice, layers: 3, bits: 32 }],
  because: ['It is the best.'],
};

describe('what `tlc fit` says', () => {
  it('of the data: columns, rows, classes, doubts', () => {
    expect(describeLook(answer, terminal.dataColours)).toEqual([
      '8 classes in "same", texts in "question1" and "question2"',
      'rows: train 12,345, dev 500; words of a text: 12 at the median, up to 48',
      'classes: c0 2,000, c1 1,999, c2 1,998, c3 1,997, c4 1,996, c5 1,995, …',
      'measured by f1_macro',
      '! 3 rows repeat the text of another row.',
    ]);
  });

  it('of the choice: a line for it and for each that comes after it, and why', () => {
    const lines = describeChoice(answer, terminal).split('\n');
    expect(lines[1].split(/\s{2,}/)).toEqual([
      'choice',
      '6',
      '4 bits',
      '4,000',
      '6.42 MB',
      '5.7 ms',
      '9 min',
      '86.1 % (83.9 to 88.0)',
    ]);
    expect(lines[2]).toMatch(/^instead +3 +float32 /);
    expect(lines.at(-1)).toBe('It is the best.');
  });

  it('of models from scratch: what each begins as', () => {
    const scratch = { hidden: 256, heads: 4, pretrain_share: 0.3 };
    const mixed = {
      ...answer,
      choice: { ...choice, scratch },
      runners_up: [choice, { ...choice, scratch: { ...scratch, pretrain_share: 0 } }],
    };
    const lines = describeChoice(mixed, terminal).split('\n');
    expect(lines.slice(0, 4).map((line) => line.split(/\s{2,}/)[1])).toEqual([
      'from',
      'scratch, text first',
      'pre-trained',
      'scratch',
    ]);
  });

  it('of the result: what was expected beside what was measured', () => {
    const measured = { f1_macro: 0.8523, bytes: 6_400_000, seconds: 541 };
    expect(describeResult('f1_macro', choice, measured, terminal).split('\n')).toEqual([
      expect.stringMatching(/^ +expected +measured$/),
      expect.stringMatching(/^f1_macro +86\.1 % \(83\.9 to 88\.0\) +85\.2 %$/),
      expect.stringMatching(/^size +6\.42 MB +6\.40 MB$/),
      expect.stringMatching(/^latency +5\.7 ms$/),
      expect.stringMatching(/^training +9 min +9 min 1 s$/),
    ]);
  });
});
