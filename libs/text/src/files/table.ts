import { nearest, TlcError } from '#contracts';

/** The rows of a data file. */
export interface Table {
  readonly path: string;
  readonly columns: readonly string[];
  /** Values as they stand in the file; of formats with missing values, these are absent. */
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** Number of each row, counted from 1: of its first line, or in files without lines of the row. */
  readonly numbers: readonly number[];
  readonly numbered: 'line' | 'row';
  /** Rows left out because they had another number of fields. */
  readonly skipped: number;
}

/** The values of a column.
 * @throws TlcError DATA_MISSING_COLUMN, DATA_DUPLICATE_COLUMN; DATA_WRONG_ROW for a row that has no value there */
export function column(table: Table, name: string): string[] {
  const index = columnIndex(table, name);
  return table.rows.map((row, i) => {
    const value = row[index];
    if (value === undefined) throw noValue(table, i, name);
    return value;
  });
}

/** Whether no row has a value in a column, or there is no such column.
 * @throws TlcError DATA_DUPLICATE_COLUMN */
export function isEmptyColumn(table: Table, name: string): boolean {
  if (!table.columns.includes(name)) return true;
  const index = columnIndex(table, name);
  return table.rows.every((row) => row[index] === undefined);
}

/** Where a row stands: `reviews.csv, line 12`. */
export function placeOf(table: Pick<Table, 'path' | 'numbers' | 'numbered'>, row: number): string {
  return `${table.path}, ${table.numbered} ${table.numbers[row]}`;
}

/** The error of a file that has no rows. */
export function noRows(path: string): TlcError {
  return new TlcError('FILE_EMPTY', `${path} has no rows`, { details: { path } });
}

function columnIndex(table: Table, name: string): number {
  const index = table.columns.indexOf(name);
  if (index < 0) throw missingColumn(table, name);
  const again = table.columns.indexOf(name, index + 1);
  if (again < 0) return index;
  const message = `${table.path}: columns ${index + 1} and ${again + 1} are both called ${JSON.stringify(name)}`;
  throw new TlcError('DATA_DUPLICATE_COLUMN', message, { details: { path: table.path, column: name } });
}

function missingColumn({ path, columns }: Table, name: string): TlcError {
  const near = columns.indexOf(nearest(name, columns) ?? name);
  const hint = near < 0 ? '' : `; its column ${near + 1} is called nearly so`;
  const message = `${path} has no column ${JSON.stringify(name)} among its ${columns.length}${hint}`;
  return new TlcError('DATA_MISSING_COLUMN', message, { details: { path, column: name } });
}

function noValue(table: Table, row: number, name: string): TlcError {
  const message = `${placeOf(table, row)}: there is no value for ${JSON.stringify(name)}`;
  return new TlcError('DATA_WRONG_ROW', message, {
    details: { path: table.path, [table.numbered]: table.numbers[row], column: name },
  });
}
