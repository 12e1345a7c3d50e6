import { findSplits } from '../files/find-splits.js';
import { formatOf } from '../files/formats/index.js';
import { column, noRows, type Table } from '../files/table.js';
import { checkLabels, checkNames } from './check-labels.js';
import { findColumns } from './find-columns.js';
import type { KnownTask } from './own-task.js';
import { hasLabels, isTaskFile, readOptions } from './read-examples.js';

/** Characters that are read of a file before it is encoded: about a second's. */
export const CHECKED_TEXT = 2 ** 25;

/** Sees that the rows at the beginning of each file of a task can be encoded, and holds none of them. Of a test split, which
 * may lack labels, the texts are looked at.
 * @param how.label the label's column, where the user names it; else the names of columns tell, unless the task has its texts
 * @param how.most characters that are read of each file
 * @throws TlcError for the first row that cannot be: DATA_WRONG_ROW, DATA_UNKNOWN_LABEL; what the files and columns have wrong,
 * as findColumns and encodeTask say it */
export async function checkTaskRows(
  known: KnownTask,
  path: string,
  { label, most = CHECKED_TEXT }: { readonly label?: string; readonly most?: number } = {},
): Promise<void> {
  const { texts } = known;
  const task = texts ? { ...known, texts } : { ...known, ...(await findColumns(path, label)) };
  checkNames(task);
  const files = await findSplits(path, { fits: (columns, split) => isTaskFile(task, columns, split) });
  for (const split of Object.keys(files) as (keyof typeof files)[]) {
    for (const file of files[split] ?? []) {
      for await (const table of tablesOf(file, readOptions(task, split), most)) {
        for (const name of task.texts) column(table, name);
        if (hasLabels(split)) checkLabels(table, task);
      }
    }
  }
}

/** The beginning of a file, some rows at a time. */
async function* tablesOf(path: string, options: ReturnType<typeof readOptions>, most: number): AsyncGenerator<Table> {
  const format = formatOf(path);
  let [read, rows] = [0, 0];
  for await (const batch of format.batches(path, options)) {
    rows += batch.rows.length;
    if (batch.rows.length > 0) yield { path, numbered: format.numbered, ...batch };
    for (const row of batch.rows) for (const value of row) read += value?.length ?? 0;
    if (read > most) return;
  }
  if (rows === 0) throw noRows(path);
}
