import { nearest, TlcError } from '#contracts';
import { readLines } from './read-lines.js';

/** A tab-separated file: fields as they stand, quotes without meaning. */
export interface Table {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Line of the file that each row stands on, counted from 1. */
  readonly lines: readonly number[];
  /** Rows left out because they had another number of fields. */
  readonly skipped: number;
}

export interface TableFormat {
  /** Names for the columns of a file without a header line. */
  readonly columns?: readonly string[];
  /** Leave out rows with another number of fields instead of refusing the file. */
  readonly skipWrongRows?: boolean;
}

/** Reads a tab-separated file. What it throws names lines and columns by their numbers, and says nothing of the content.
 * @throws TlcError DATA_WRONG_ROW with the line, and what readLines throws */
export async function readTable(path: string, format: TableFormat = {}): Promise<Table> {
  const all = await readLines(path);
  const columns = format.columns ?? all[0].split('\t');
  const rows: string[][] = [];
  const lines: number[] = [];
  let skipped = 0;
  for (let i = format.columns ? 0 : 1; i < all.length; i++) {
    const row = all[i].split('\t');
    if (row.length === columns.length) {
      rows.push(row);
      lines.push(i + 1);
    } else if (format.skipWrongRows) skipped += 1;
    else throw wrongRow(path, i + 1, row.length, columns.length);
  }
  if (rows.length === 0) throw new TlcError('FILE_EMPTY', `${path} has no rows`, { details: { path } });
  return { path, columns, rows, lines, skipped };
}

/** The values of a column.
 * @throws TlcError DATA_MISSING_COLUMN, DATA_DUPLICATE_COLUMN */
export function column(table: Table, name: string): string[] {
  const index = table.columns.indexOf(name);
  if (index < 0) throw missingColumn(table, name);
  const again = table.columns.indexOf(name, index + 1);
  if (again >= 0) {
    const message = `${table.path}: columns ${index + 1} and ${again + 1} are both called ${JSON.stringify(name)}`;
    throw new TlcError('DATA_DUPLICATE_COLUMN', message, { details: { path: table.path, column: name } });
  }
  return table.rows.map((row) => row[index]);
}

function missingColumn({ path, columns }: Table, name: string): TlcError {
  const near = columns.indexOf(nearest(name, columns) ?? name);
  const hint = near < 0 ? '' : `; its column ${near + 1} is called nearly so`;
  const message = `${path} has no column ${JSON.stringify(name)} among its ${columns.length}${hint}`;
  return new TlcError('DATA_MISSING_COLUMN', message, { details: { path, column: name } });
}

function wrongRow(path: string, line: number, fields: number, columns: number): TlcError {
  const message = `${path}, line ${line}: ${fields} fields, but there are ${columns} columns`;
  return new TlcError('DATA_WRONG_ROW', message, { details: { path, line, fields, columns } });
}
