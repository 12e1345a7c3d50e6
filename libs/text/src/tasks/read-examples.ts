import type { ReadOptions } from '../files/formats/format.js';
import type { SplitName } from '../files/split-names.js';
import { readTable } from '../files/read-table.js';
import { column, isEmptyColumn, type Table } from '../files/table.js';
import { checkLabels, foundLabels } from './check-labels.js';
import type { Task } from './task.js';

/** The rows of a split, column by column. */
export interface Examples {
  readonly texts: readonly string[];
  /** Second text of each pair, in tasks of pairs. */
  readonly pairs?: readonly string[];
  /** Label or score as it stands in the file; absent where a test split has none. */
  readonly labels?: readonly string[];
  /** The classes of a train split, sorted, where the task's labels are to be found. */
  readonly found?: readonly string[];
  /** Rows left out for their number of fields, where the task allows it. */
  readonly skipped: number;
}

/** Reads the files of a split of a task, one after another.
 * @throws TlcError DATA_MISSING_COLUMN, DATA_DUPLICATE_COLUMN, DATA_UNKNOWN_LABEL, DATA_LABELS_UNCLEAR, and what
 * readTable throws */
export async function readExamples(files: readonly string[], task: Task, split: SplitName): Promise<Examples> {
  return examplesOf(await readTables(files, task, split), task, split);
}

/** The tables of a split's files, one after another, of which neither columns nor labels are looked at.
 * @throws TlcError what readTable throws */
export async function readTables(
  files: readonly string[],
  task: Pick<Task, 'headless' | 'skipWrongRows'>,
  split: SplitName,
): Promise<Table[]> {
  const tables: Table[] = [];
  for (const file of files) tables.push(await readTable(file, readOptions(task, split)));
  return tables;
}

/** How the files of a split are read. */
export function readOptions(
  { headless, skipWrongRows }: Pick<Task, 'headless' | 'skipWrongRows'>,
  split: SplitName,
): ReadOptions {
  return { columns: hasLabels(split) ? headless : undefined, skipWrongRows };
}

/** The rows of a split's tables.
 * @throws TlcError DATA_MISSING_COLUMN, DATA_DUPLICATE_COLUMN, DATA_UNKNOWN_LABEL, DATA_LABELS_UNCLEAR */
export function examplesOf(tables: readonly Table[], task: Task, split: SplitName): Examples {
  const [first, second] = task.texts;
  const labelled = hasLabels(split) || !tables.some((table) => isEmptyColumn(table, task.label));
  for (const table of tables) if (labelled) checkLabels(table, task);
  return {
    texts: tables.flatMap((table) => column(table, first)),
    ...(second !== undefined && { pairs: tables.flatMap((table) => column(table, second)) }),
    ...(labelled && { labels: tables.flatMap((table) => column(table, task.label)) }),
    ...(task.labels === 'found' && split === 'train' && { found: foundLabels(tables, task.label) }),
    skipped: tables.reduce((sum, table) => sum + table.skipped, 0),
  };
}

/** Whether a file with these columns is one of a split of the task: it has those that are needed, or as many as a file
 * without a header has. */
export function isTaskFile(task: Task, columns: readonly string[], split: SplitName): boolean {
  if (task.headless && hasLabels(split)) return columns.length === task.headless.length;
  return [...task.texts, ...(hasLabels(split) ? [task.label] : [])].every((name) => columns.includes(name));
}

/** Whether the files of a split have labels in any case; those of a test split may lack them. */
export function hasLabels(split: SplitName): boolean {
  return !split.startsWith('test');
}
