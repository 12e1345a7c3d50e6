import { readdir } from 'node:fs/promises';
import { locateInput, statInput } from '#artifacts';
import { TlcError } from '#contracts';
import { findSplits } from '../files/find-splits.js';
import type { SplitName } from '../files/split-names.js';
import { findLineFiles, type LineFiles } from './find-line-files.js';
import { pairColumns } from './pair-columns.js';

/** Files of a split with a pair in each row. */
export interface TableFiles {
  readonly tables: readonly string[];
}

/** Where the pairs of a split stand: in two files, line by line, or in two columns of tables. */
export type ParallelFiles = LineFiles | TableFiles;

export interface ParallelText {
  /** Of the source and of the target: endings of the files, or names of the columns. */
  readonly languages: readonly [string, string];
  /** The columns, where they are called otherwise. */
  readonly columns?: readonly [string, string];
  /** What the two files of the test split are called, where several could be it. */
  readonly test?: string;
  /** Told of files that are left out. */
  readonly onWarning?: (text: string) => void;
}

/** The files of parallel text by split. A folder with files that end in the languages has plain text; a file, or any other
 * folder, has tables.
 * @param splits those that are asked for; all when left out
 * @throws TlcError as findLineFiles and findSplits do; DATA_NO_SPLIT for `test` of tables */
export async function findParallel(
  path: string,
  text: ParallelText,
  splits?: readonly SplitName[],
): Promise<Partial<Record<SplitName, ParallelFiles>>> {
  const { languages, columns, test, onWarning } = text;
  // A folder that is not there is refused as one of plain text
  const isTable = columns !== undefined || (await holdsTables(path, languages).catch(() => false));
  if (!isTable) return findLineFiles(path, languages, test, splits);
  if (test !== undefined) {
    const message = `${path} has columns: test names two files of lines, such as ${test}.${languages[0]}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path, test } });
  }
  const fits = (own: readonly string[]) => pairColumns(own, text) !== undefined;
  const found = await findSplits(path, { fits, onWarning });
  const own = Object.entries(found).filter(([split]) => splits?.includes(split as SplitName) ?? true);
  return Object.fromEntries(own.map(([split, tables]) => [split, { tables }]));
}

async function holdsTables(path: string, languages: readonly string[]): Promise<boolean> {
  if (!(await statInput(path)).isDirectory()) return true;
  const names = await readdir(await locateInput(path));
  const endsIn = (endings: readonly string[]) =>
    names.some((name) => endings.some((ending) => name.replace(/\.gz$/i, '').endsWith(`.${ending}`)));
  return !endsIn(languages) && endsIn(['tsv', 'csv', 'jsonl', 'ndjson', 'parquet']);
}
