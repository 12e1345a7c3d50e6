import { TlcError } from '#contracts';
import { readLines } from './read-lines.js';

/** A tab-separated file: fields as they stand, quotes without meaning. */
export interface Table {
  readonly path: string;
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Line of the file that the first row stands on: 2 with a header, else 1. */
  readonly firstLine: number;
  /** Rows left out because they had another number of fields. */
  readonly skipped: number;
}

export interface TableFormat {
  /** Names for the columns of a file without a header line. */
  readonly columns?: readonly string[];
  /** Leave out rows with another number of fields instead of refusing the file. */
  readonly skipWrongRows?: boolean;
}

/** Reads a tab-separated file.
 * @throws TlcError DATA_WRONG_ROW with the line, and what readLines throws */
export async function readTable(path: string, format: TableFormat = {}): Promise<Table> {
  const lines = await readLines(path);
  const columns = format.columns ?? lines[0].split('\t');
  const firstLine = format.columns ? 1 : 2;
  const rows: string[][] = [];
  let skipped = 0;
  for (let i = firstLine - 1; i < lines.length; i++) {
    const row = lines[i].split('\t');
    if (row.length === columns.length) rows.push(row);
    else if (format.skipWrongRows) skipped += 1;
    else throw wrongRow(path, i + 1, row.length, columns);
  }
  if (rows.length === 0) throw new TlcError('FILE_EMPTY', `${path} has no rows`, { details: { path } });
  return { path, columns, rows, firstLine, skipped };
}

/** The values of a column.
 * @throws TlcError DATA_MISSING_COLUMN listing the columns that are there */
export function column(table: Table, name: string): string[] {
  const index = table.columns.indexOf(name);
  if (index < 0) {
    const there = table.columns.map((each) => JSON.stringify(each)).join(', ');
    throw new TlcError('DATA_MISSING_COLUMN', `${table.path} has no column ${JSON.stringify(name)}; it has ${there}`, {
      details: { path: table.path, column: name, columns: table.columns },
    });
  }
  return table.rows.map((row) => row[index]);
}

function wrongRow(path: string, line: number, fields: number, columns: readonly string[]): TlcError {
  const message = `${path}, line ${line}: ${fields} fields, but there are ${columns.length} columns (${columns.join(', ')})`;
  return new TlcError('DATA_WRONG_ROW', message, { details: { path, line, fields, columns } });
}
