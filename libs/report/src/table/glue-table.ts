import type { GlueMeasure, Spread } from '#contracts';
import type { GlueResult } from '../collect/data.js';
import { textTable } from './text-table.js';

/** In percent, as GLUE's leaderboard has them: `85.89 ± 1.02`. */
function percent({ mean, half_width: half }: Spread): string {
  const width = half === undefined ? '' : ` ± ${(100 * half).toFixed(2)}`;
  return `${(100 * mean).toFixed(2)}${width}`;
}

const called = ({ name, split }: GlueMeasure) => (split === 'dev_mismatched' ? `${name} (mismatched)` : name);

/** GLUE's table as rows of text, the first of which are the titles and the last of which is the average. */
export function glueCells({ rows, average }: GlueResult): string[][] {
  const lines = rows.map(({ task, measures, score, models }) => [
    task,
    measures.map(called).join(', '),
    measures.map(percent).join(', '),
    percent(score),
    String(models.length),
  ]);
  const trainings = average.values.length > 0 ? String(average.values.length) : '';
  return [
    ['task', 'measures', 'dev set', 'score', 'trainings'],
    ...lines,
    ['average', '', '', percent(average), trainings],
  ];
}

/** What there is to say about a table: what it is of, and what it lacks. */
export function glueNotes({ rows, absent, submission, artifact }: GlueResult): string[] {
  const many = rows.some(({ models }) => models.length > 1);
  const tasks = rows.map(({ task }) => task).join(', ');
  const without = absent.length > 0 ? ` Of GLUE's nine tasks it lacks ${absent.join(', ')}.` : '';
  const notes = [
    `The average is the mean of the scores of ${tasks}; a score is the mean of the task's measures, in percent.${without}` +
      (many ? ' ± is the 95 % interval of the mean over trainings.' : ''),
  ];
  if (submission) {
    const { archive, files, of, absent: lacking } = submission;
    const which = of === 'best' ? 'the model of each task that is best on dev' : 'the first model of each task';
    const lacks = lacking.length > 0 ? `; it lacks ${lacking.join(', ')}` : '';
    notes.push(
      `${archive} has ${files.map(({ file }) => file).join(', ')}, by ${which}${lacks}. ` +
        `tlc artifacts export ${artifact.slice(0, 12)} FOLDER writes it.`,
    );
  }
  return notes;
}

/** GLUE's table for a terminal, and the sentences about it.
 * @param width characters in a line */
export function glueTerminalTable(result: GlueResult, width?: number): { table: string; notes: string[] } {
  const [head, ...rows] = glueCells(result);
  const aligns = ['left', 'left', 'right', 'right', 'right'] as const;
  return { table: textTable(head, rows, { width, aligns, borders: true }), notes: glueNotes(result) };
}
