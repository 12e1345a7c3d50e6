import { describe, expect, it } from '@jest/globals';
import { type GlueScores, glueTable } from './table.js';

type Values = Readonly<Record<string, readonly number[]>>;

/** Percent by task, in the order of GLUE's measures; MNLI's two are its halves. */
const scoresOf = (values: Values, model = 'm'): GlueScores[] =>
  Object.entries(values).flatMap(([task, all]) => {
    const names = { MRPC: ['f1', 'accuracy'], QQP: ['f1', 'accuracy'], 'STS-B': ['pearson', 'spearman'] }[task];
    const share = all.map((value) => value / 100);
    const measured = (split: string, name: string, value: number) => ({
      task,
      split,
      model,
      measures: [{ name, value }],
    });
    if (names) return [{ task, split: 'dev', model, measures: names.map((name, n) => ({ name, value: share[n] })) }];
    if (task !== 'MNLI') return [measured('dev', task === 'CoLA' ? 'matthews' : 'accuracy', share[0])];
    return [measured('dev', 'accuracy', share[0]), measured('dev_mismatched', 'accuracy', share[1])];
  });

// Rows of the leaderboard with its score. BERT-large: Devlin et al., 2019, section 4.1 (80.5); T5-11B: Raffel et al., 2020,
// table 14 (90.3)
const BERT = {
  CoLA: [60.5],
  'SST-2': [94.9],
  MRPC: [89.3, 85.4],
  'STS-B': [87.6, 86.5],
  QQP: [72.1, 89.3],
  MNLI: [86.7, 85.9],
  QNLI: [92.7],
  RTE: [70.1],
  WNLI: [65.1],
};
const T5 = {
  CoLA: [71.6],
  'SST-2': [97.5],
  MRPC: [92.8, 90.4],
  'STS-B': [93.1, 92.8],
  QQP: [75.1, 90.6],
  MNLI: [92.2, 91.9],
  QNLI: [96.9],
  RTE: [92.8],
  WNLI: [94.5],
};
const incomplete = expect.objectContaining({ code: 'GLUE_INCOMPLETE' });

describe('GLUE’s table', () => {
  it.each([
    ['BERT-large', BERT, '80.5'],
    ['T5-11B', T5, '90.3'],
  ])('has the average of the leaderboard: %s', (_, values, average) => {
    const table = glueTable(scoresOf(values));
    expect((100 * table.average.mean).toFixed(1)).toBe(average);
    expect(table.absent).toEqual([]);
  });

  it('has a line for each task that is there, with mean and interval over the trainings', () => {
    const { rows, average, absent } = glueTable([
      ...scoresOf({ RTE: [60], MRPC: [80, 70] }, 'a'),
      ...scoresOf({ RTE: [64], MRPC: [82, 76] }, 'b'),
    ]);
    expect(rows.map(({ task, models }) => [task, models])).toEqual([
      ['MRPC', ['a', 'b']],
      ['RTE', ['a', 'b']],
    ]);
    expect(rows[0].measures.map(({ name, mean }) => [name, mean])).toEqual([
      ['f1', expect.closeTo(0.81, 12)],
      ['accuracy', expect.closeTo(0.73, 12)],
    ]);
    expect(rows[0].score.values).toEqual([expect.closeTo(0.75, 12), expect.closeTo(0.79, 12)]);
    // Of two values the standard error is half their difference: 12.706 × 0.02
    expect(rows[1].score.half_width).toBeCloseTo(0.25412, 5);
    // 0.675 and 0.715
    expect(average).toMatchObject({ mean: expect.closeTo(0.695, 12), half_width: expect.closeTo(0.25412, 5) });
    expect(absent).toEqual(['CoLA', 'SST-2', 'STS-B', 'QQP', 'MNLI', 'QNLI', 'WNLI']);
  });

  it('has an average without an interval where tasks have different numbers of trainings', () => {
    const { average } = glueTable([...scoresOf({ RTE: [60], WNLI: [50] }, 'a'), ...scoresOf({ RTE: [64] }, 'b')]);
    expect(average).toEqual({ mean: expect.closeTo(0.56, 12), values: [] });
  });

  it('is refused where a measure or a half is missing, or a set is not a dev set', () => {
    const [first, second] = scoresOf({ MNLI: [80, 70] }, 'a');
    expect(() => glueTable([first, second, ...scoresOf({ MNLI: [80, 70] }, 'b').slice(0, 1)])).toThrow(incomplete);
    expect(() => glueTable([{ ...first, task: 'MRPC' }])).toThrow(/MRPC: a has no f1 on the dev set/);
    expect(() => glueTable([{ ...first, task: 'ax' }])).toThrow(incomplete);
    expect(() => glueTable([{ ...first, split: 'test' }])).toThrow(incomplete);
  });
});
