import { TlcError } from '#contracts';
import type { Table } from '../table.js';

/** Some rows of a file. */
export interface RowBatch {
  /** Columns known so far: those of the header; of JSON lines those of the rows until here. */
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | undefined)[])[];
  /** Number of each row, as of a table. */
  readonly numbers: readonly number[];
  /** Rows left out since the batch before. */
  readonly skipped: number;
}

/** Rows of a batch, where the format does not say how many it has. */
export const BATCH_ROWS = 4096;

export interface ReadOptions {
  /** Names for the columns of a file without a header line. */
  readonly columns?: readonly string[];
  /** Leave out rows with another number of fields instead of refusing the file. */
  readonly skipWrongRows?: boolean;
}

/** A format of data files. */
export interface Format {
  /** How its files end, `.gz` aside. */
  readonly endings: readonly string[];
  /** Its files can be read as plain text, line by line. */
  readonly isText?: boolean;
  /** The columns of a file, of which no more is read than its head.
   * @throws TlcError as `batches` does */
  columns(path: string): Promise<readonly string[]>;
  readonly numbered: Table['numbered'];
  /** The rows of a file, some at a time. What it throws names lines and columns by their numbers, and says nothing of the content.
   * @throws TlcError FILE_MISSING, FILE_DAMAGED, FILE_NOT_UTF8, FILE_EMPTY, DATA_WRONG_ROW with the place */
  batches(path: string, options: ReadOptions): AsyncGenerator<RowBatch>;
}

/** The error of a row that cannot be read. */
export function wrongRow(
  path: string,
  place: readonly ['line' | 'row', number],
  what: string,
  details: object = {},
): TlcError {
  const message = `${path}, ${place.join(' ')}: ${what}`;
  return new TlcError('DATA_WRONG_ROW', message, { details: { path, [place[0]]: place[1], ...details } });
}

/** The error of a row with another number of fields than there are columns. */
export function wrongFields(path: string, line: number, fields: number, columns: number): TlcError {
  return wrongRow(path, ['line', line], `${fields} fields, but there are ${columns} columns`, { fields, columns });
}
