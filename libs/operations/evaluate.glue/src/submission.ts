import { join } from 'node:path';
import { readInput } from '#artifacts';
import { type GlueTable, TlcError } from '#contracts';
import { GLUE_TASKS } from '#metrics';
import type { Evaluated } from './evaluated.js';

/** A file of a submission. */
export interface SubmittedFile {
  readonly file: string;
  readonly text: string;
  readonly rows: number;
  /** The model whose answers it has. */
  readonly model: string;
}

/** The task whose model answers for another: the diagnostic set has no training of its own. */
const ANSWERS_FOR: Readonly<Record<string, string>> = { AX: 'MNLI' };

const TEST_SPLITS = ['test', 'test_mismatched'];

/** The files of a submission, in GLUE's order: of each task the answers of one model, which is the same for all files of
 * the task.
 * @param submit `best`, the model with the highest score on the dev set, of equal ones the first; or `first`
 * @throws TlcError GLUE_INCOMPLETE for scores that are of no test set or lack their submission file */
export async function submittedFiles(
  tests: readonly Evaluated[],
  table: GlueTable,
  submit: string,
): Promise<SubmittedFile[]> {
  for (const { folder, task, split } of tests) {
    if (!TEST_SPLITS.includes(split)) throw incomplete(`${folder}: ${task.title}, ${split} is not a test set`);
  }
  const files: SubmittedFile[] = [];
  for (const task of GLUE_TASKS) {
    const model = modelOf(ANSWERS_FOR[task.title] ?? task.title, table, submit);
    for (const [half, file] of task.files.entries()) {
      const own = tests.filter((test) => test.task === task && test.split === TEST_SPLITS[half]);
      if (own.length === 0) continue;
      const chosen = own.find((test) => test.model === model);
      if (!chosen) throw incomplete(`${file}: the test set was not given to the model ${model ?? 'of MNLI'}`);
      const text = await readSubmission(chosen.folder, file);
      const rows = text.split('\n').length - 2;
      files.push({ file, text, rows, model: chosen.model });
    }
  }
  return files;
}

function modelOf(task: string, { rows }: GlueTable, submit: string): string | undefined {
  const row = rows.find((one) => one.task === task);
  if (!row) return undefined;
  const { values } = row.score;
  return row.models[submit === 'best' ? values.indexOf(Math.max(...values)) : 0];
}

async function readSubmission(folder: string, file: string): Promise<string> {
  const bytes = await readInput(join(folder, file)).catch(() => {
    throw incomplete(`${folder} lacks ${file}: evaluate the test set with submission: true`);
  });
  return bytes.toString('utf8');
}

const incomplete = (message: string) => new TlcError('GLUE_INCOMPLETE', message);
