import { Readable } from 'node:stream';
import { parse as parseStream } from 'csv-parse';
import { type CsvError, type Info, parse } from 'csv-parse/sync';
import { TlcError } from '#contracts';
import { HEAD, readHead } from '../read-bytes.js';
import { streamBlocks } from '../stream-blocks.js';
import { BATCH_ROWS, type Format, wrongFields, wrongRow } from './format.js';

/** Separators that are tried on the head of a file, the usual ones first. */
const SEPARATORS = [',', ';', '\t', '|'];

/** Rows of the head that have to agree about a separator. */
const TRIED_ROWS = 20;

/** Wrong numbers of fields are found here, so that they are reported as in other formats. */
const LENIENT = { bom: true, relax_column_count: true, skip_empty_lines: true } as const;

const INSIDE = 'a double quote stands inside a field: the field belongs in quotes, its quotes written twice';
const PROBLEMS: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a field begins with a double quote that is never closed',
  INVALID_OPENING_QUOTE: INSIDE,
  CSV_INVALID_CLOSING_QUOTE: INSIDE,
};

/** Fields between commas, or between `;`, tabs or `|` where the head of the file says so. A field in double quotes may
 * hold separators, line ends, and quotes written twice (RFC 4180). */
export const commaSeparated: Format = {
  endings: ['csv'],

  numbered: 'line',

  async columns(path) {
    const head = await readHead(path);
    try {
      return (parse(head, { ...LENIENT, delimiter: separatorOf(head), to: 1 }) as string[][])[0] ?? [];
    } catch (error) {
      throw unreadable(path, error);
    }
  },

  async *batches(path, options) {
    let columns: readonly string[] | undefined;
    let rows: string[][] = [];
    let numbers: number[] = [];
    let skipped = 0;
    for await (const { fields, line } of rowsOf(path, separatorOf(await readHead(path)))) {
      if (columns === undefined) columns = fields;
      else if (fields.length === columns.length) {
        rows.push(fields);
        numbers.push(line);
      } else if (options.skipWrongRows) skipped += 1;
      else throw wrongFields(path, line, fields.length, columns.length);
      if (rows.length < BATCH_ROWS) continue;
      yield { columns, rows, numbers, skipped };
      [rows, numbers, skipped] = [[], [], 0];
    }
    if (columns !== undefined) yield { columns, rows, numbers, skipped };
  },
};

interface Row {
  readonly fields: string[];
  /** The first line that the row stands on. */
  readonly line: number;
}

async function* rowsOf(path: string, delimiter: string): AsyncGenerator<Row> {
  const blocks = Readable.from(streamBlocks(path));
  const parser = parseStream({ ...LENIENT, delimiter, info: true });
  blocks.on('error', (error) => parser.destroy(error));
  try {
    for await (const { record, info } of blocks.pipe(parser) as AsyncIterable<{ record: string[]; info: Info }>) {
      yield { fields: record, line: info.lines - lineEnds(record) };
    }
  } catch (error) {
    throw unreadable(path, error);
  } finally {
    blocks.destroy();
  }
}

function unreadable(path: string, error: unknown): TlcError {
  if (error instanceof TlcError) return error;
  const { code, lines } = error as CsvError & Partial<Info>;
  // The messages of the library quote the content
  return wrongRow(path, ['line', lines ?? 1], PROBLEMS[code] ?? 'is no row of a CSV file', { reason: code });
}

function lineEnds(fields: readonly string[]): number {
  return fields.reduce((sum, field) => sum + (field.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
}

/** The separator that divides the first rows into the most columns, the same number in each. */
function separatorOf(bytes: Buffer): string {
  let best = { separator: SEPARATORS[0], columns: 1 };
  for (const separator of SEPARATORS) {
    const columns = columnsBy(separator, bytes.subarray(0, HEAD), bytes.length <= HEAD);
    if (columns > best.columns) best = { separator, columns };
  }
  return best.separator;
}

/** @param isWhole whether the head is the whole file */
function columnsBy(delimiter: string, head: Buffer, isWhole: boolean): number {
  try {
    const rows = parse(head, { ...LENIENT, delimiter, to: TRIED_ROWS }) as string[][];
    // A head that was cut may end inside its last row
    const tried = isWhole || rows.length === TRIED_ROWS ? rows : rows.slice(0, -1);
    return tried.every(({ length }) => length === tried[0].length) ? (tried[0]?.length ?? 0) : 0;
  } catch {
    return 0;
  }
}
