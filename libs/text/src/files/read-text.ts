import { TlcError } from '#contracts';
import { formatOf } from './formats/index.js';
import { readLines } from './read-lines.js';
import { readTable } from './read-table.js';
import { column } from './table.js';

/** The texts of a file: its lines, or with `name` the values of that column.
 * @throws TlcError as readLines and readTable do; DATA_MISSING_COLUMN */
export async function readText(path: string, name?: string): Promise<string[]> {
  if (name !== undefined) return column(await readTable(path), name);
  const { isText, endings } = formatOf(path);
  if (isText) return readLines(path);
  const message = `${path} is no plain text, but ${endings[0]}: name the column that holds the text`;
  throw new TlcError('DATA_MISSING_COLUMN', message, {
    details: { path, columns: await formatOf(path).columns(path) },
  });
}
