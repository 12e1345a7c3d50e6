import { nearest, TlcError } from '#contracts';
import type { SplitName } from '../files/find-splits.js';
import { column, readTable, type Table } from '../files/read-table.js';
import type { Task } from './task.js';

/** The rows of a split, column by column. */
export interface Examples {
  readonly texts: readonly string[];
  /** Second text of each pair, in tasks of pairs. */
  readonly pairs?: readonly string[];
  /** Label or score as it stands in the file; absent where a test split has none. */
  readonly labels?: readonly string[];
  /** Rows left out for their number of fields, where the task allows it. */
  readonly skipped: number;
}

/** Reads the files of a split of a task, one after another.
 * @throws TlcError DATA_MISSING_COLUMN, DATA_UNKNOWN_LABEL, and what readTable throws */
export async function readExamples(files: readonly string[], task: Task, split: SplitName): Promise<Examples> {
  const tables: Table[] = [];
  for (const file of files) {
    const columns = split === 'test' ? undefined : task.headless;
    tables.push(await readTable(file, { columns, skipWrongRows: task.skipWrongRows }));
  }
  const [first, second] = task.texts;
  const labelled = split !== 'test' || tables.every((table) => table.columns.includes(task.label));
  for (const table of tables) if (labelled) checkLabels(table, task);
  return {
    texts: tables.flatMap((table) => column(table, first)),
    ...(second !== undefined && { pairs: tables.flatMap((table) => column(table, second)) }),
    ...(labelled && { labels: tables.flatMap((table) => column(table, task.label)) }),
    skipped: tables.reduce((sum, table) => sum + table.skipped, 0),
  };
}

function checkLabels(table: Table, task: Task): void {
  const words = column(table, task.label);
  if (task.labels === 'found') return;
  const allowed = task.labels === 'scores' ? undefined : task.labels;
  const isRight = (word: string) => (allowed ? allowed.includes(word) : word.trim() !== '' && isFinite(Number(word)));
  const row = words.findIndex((word) => !isRight(word));
  if (row >= 0) throw unknownLabel(table, row, words[row], allowed);
}

function unknownLabel(table: Table, row: number, label: string, allowed?: readonly string[]): TlcError {
  const line = table.firstLine + row;
  const near = allowed && nearest(label, allowed);
  const expected = allowed ? `one of ${allowed.join(', ')}` : 'a number';
  const message = `${table.path}, line ${line}: label ${JSON.stringify(label)} is not ${expected}.`;
  return new TlcError('DATA_UNKNOWN_LABEL', near ? `${message} Did you mean ${near}?` : message, {
    details: { path: table.path, line, label, allowed: allowed ?? 'numbers', nearest: near },
  });
}
