import { type GlueMeasure, type GlueRow, type GlueTable, TlcError } from '#contracts';
import { spread } from './spread.js';
import { GLUE_TASKS, glueTask, type GlueTask } from './tasks.js';

/** What was measured of one model on the dev set of a task. */
export interface GlueScores {
  readonly task: string;
  /** `dev`, or MNLI's `dev_mismatched`. */
  readonly split: string;
  /** What tells one training from another. */
  readonly model: string;
  readonly measures: readonly { readonly name: string; readonly value: number }[];
}

const HALVES = ['dev', 'dev_mismatched'];

/** The tasks that GLUE's average is of: all but the diagnostic set, which is not trained for. */
export const AVERAGED_TASKS: readonly GlueTask[] = GLUE_TASKS.filter(({ id }) => id !== 'ax');

/** GLUE's table over the dev sets, several trainings a task. As GLUE does (Wang et al., 2018, section 5), a task's score is
 * the unweighted mean of its measures, and the average that of the scores; MNLI's halves are one task.
 * @throws TlcError DATA_UNKNOWN_TASK; GLUE_INCOMPLETE where a task lacks a measure, or a model one of MNLI's halves */
export function glueTable(scores: readonly GlueScores[]): GlueTable {
  const rows = AVERAGED_TASKS.flatMap((task) => {
    const own = scores.filter((score) => glueTask(score.task) === task);
    return own.length > 0 ? [rowOf(task, own)] : [];
  });
  const strange = scores.find(({ task, split }) => !AVERAGED_TASKS.includes(glueTask(task)) || !HALVES.includes(split));
  if (strange) throw incomplete(`${strange.task}, ${strange.split} is not the dev set of one of GLUE's tasks`);
  const present = rows.map(({ task }) => task);
  return {
    rows,
    average: averageOf(rows),
    absent: AVERAGED_TASKS.map(({ title }) => title).filter((title) => !present.includes(title)),
  };
}

function rowOf(task: GlueTask, scores: readonly GlueScores[]): GlueRow {
  const models = [...new Set(scores.map(({ model }) => model))];
  const splits = HALVES.filter((split) => scores.some((score) => score.split === split));
  const measures = splits.flatMap((split) =>
    task.measures.map((name): GlueMeasure => {
      const values = models.map((model) => {
        const score = scores.find((one) => one.model === model && one.split === split);
        const value = score?.measures.find((measure) => measure.name === name)?.value;
        if (value !== undefined) return value;
        throw incomplete(`${task.title}: ${model} has no ${name} on the ${split} set`);
      });
      return { name, split, ...spread(values) };
    }),
  );
  const perModel = models.map((_, n) => mean(measures.map(({ values }) => values[n])));
  return { task: task.title, measures, score: spread(perModel), models };
}

/** Trainings of different tasks are independent; the n-th of each make the n-th average. */
function averageOf(rows: readonly GlueRow[]) {
  const count = rows[0]?.models.length ?? 0;
  if (count > 0 && rows.every(({ models }) => models.length === count)) {
    return spread(rows[0].models.map((_, n) => mean(rows.map(({ score }) => score.values[n]))));
  }
  return { mean: mean(rows.map(({ score }) => score.mean)), values: [] };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

const incomplete = (message: string) => new TlcError('GLUE_INCOMPLETE', message);
