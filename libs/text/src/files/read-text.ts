import { readLines } from './read-lines.js';
import { column, readTable } from './read-table.js';

/** The texts of a file: its lines, or with `name` the values of that column of a tab-separated file.
 * @throws TlcError as readLines and readTable do; DATA_MISSING_COLUMN */
export async function readText(path: string, name?: string): Promise<string[]> {
  return name === undefined ? readLines(path) : column(await readTable(path), name);
}
