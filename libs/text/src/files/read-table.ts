import { formatOf } from './formats/index.js';
import { HeldText } from './held-text.js';
import type { ReadOptions } from './formats/format.js';
import { noRows, type Table } from './table.js';

/** Reads a data file in the format that its ending says.
 * @throws TlcError FILE_MISSING, FILE_DAMAGED, FILE_NOT_UTF8, FILE_EMPTY; DATA_WRONG_ROW with the line or row;
 * DATASET_TOO_LARGE */
export async function readTable(path: string, options: ReadOptions = {}): Promise<Table> {
  const format = formatOf(path);
  let columns: readonly string[] = [];
  const rows: Table['rows'][] = [];
  const numbers: Table['numbers'][] = [];
  let skipped = 0;
  const held = new HeldText(path);
  for await (const batch of format.batches(path, options)) {
    for (const row of batch.rows) held.add(row);
    columns = batch.columns;
    rows.push(batch.rows);
    numbers.push(batch.numbers);
    skipped += batch.skipped;
  }
  const { numbered } = format;
  const table = { path, columns, rows: rows.flat(), numbers: numbers.flat(), numbered, skipped };
  if (table.rows.length === 0) throw noRows(path);
  return table;
}

/** The columns of a data file, of which no more is read than its head.
 * @throws TlcError as readTable does */
export function readColumns(path: string): Promise<readonly string[]> {
  return formatOf(path).columns(path);
}
