import { TlcError } from '#contracts';
import { formatOf } from './formats/index.js';
import { heldTexts } from './held-text.js';
import { lineBatches } from './read-lines.js';
import { column, noRows } from './table.js';

/** The texts of a file, some at a time: its lines, or with `name` the values of that column.
 * @throws TlcError as lineBatches and the formats do; FILE_EMPTY; DATA_MISSING_COLUMN */
export async function* streamText(path: string, name?: string): AsyncGenerator<readonly string[]> {
  if (name !== undefined) return yield* streamColumn(path, name);
  const format = formatOf(path);
  if (format.isText) return yield* lineBatches(path);
  const message = `${path} is no plain text, but ${format.endings[0]}: name the column that holds the text`;
  throw new TlcError('DATA_MISSING_COLUMN', message, { details: { path, columns: await format.columns(path) } });
}

/** All texts of a file. @throws TlcError as streamText does; DATASET_TOO_LARGE */
export const readText = (path: string, name?: string): Promise<string[]> => heldTexts(path, streamText(path, name));

async function* streamColumn(path: string, name: string): AsyncGenerator<readonly string[]> {
  const format = formatOf(path);
  const { numbered } = format;
  let isEmpty = true;
  let known: readonly string[] = [];
  // The first row, while JSON lines have not named the column yet: it lacks a value
  let lacking: { rows: (string | undefined)[][]; numbers: number[] } | undefined;
  for await (const { columns, rows, numbers, skipped } of format.batches(path, {})) {
    if (rows.length === 0) continue;
    isEmpty = false;
    const table = { path, columns, rows, numbers, numbered, skipped };
    known = columns;
    if (!columns.includes(name)) {
      lacking ??= { rows: [[]], numbers: [numbers[0]] };
      continue;
    }
    if (lacking) column({ ...table, ...lacking }, name);
    yield column(table, name);
  }
  if (isEmpty) throw noRows(path);
  // Which says that there is no such column
  if (!known.includes(name)) column({ path, columns: known, rows: [], numbers: [], numbered, skipped: 0 }, name);
}
