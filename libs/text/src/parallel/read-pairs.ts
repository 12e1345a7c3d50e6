import { TlcError } from '#contracts';
import { readLines } from '../files/read-lines.js';
import { readTable } from '../files/read-table.js';
import { column, type Table } from '../files/table.js';
import type { LineFiles } from './find-line-files.js';
import type { ParallelFiles, ParallelText } from './find-parallel.js';
import { pairColumns } from './pair-columns.js';

/** Texts that belong together. */
export interface TextPairs {
  readonly sources: readonly string[];
  readonly targets: readonly string[];
}

/** The pairs of a split, and how many were left out because a side has no words.
 * @throws TlcError as readLines and readTable; DATA_NOT_PARALLEL with both numbers of lines; DATA_MISSING_COLUMN;
 * FILE_EMPTY where no pair has words */
export async function readPairs(files: ParallelFiles, text: ParallelText): Promise<TextPairs & { empty: number }> {
  const { sources, targets } = 'tables' in files ? await tablePairs(files.tables, text) : await linePairs(files);
  const full = [...sources.keys()].filter((i) => sources[i].trim() !== '' && targets[i].trim() !== '');
  if (full.length === 0) {
    const names = 'tables' in files ? files.tables.join(', ') : `${files.source} and ${files.target}`;
    throw new TlcError('FILE_EMPTY', `${names}: there is no pair with words on both sides`);
  }
  return {
    sources: full.map((i) => sources[i]),
    targets: full.map((i) => targets[i]),
    empty: sources.length - full.length,
  };
}

async function linePairs({ source, target }: LineFiles): Promise<TextPairs> {
  // A side may end with texts that are missing
  const whole = { keepsEnd: true };
  const [sources, targets] = [await readLines(source, whole), await readLines(target, whole)];
  const isText = (line: string) => line.trim() !== '';
  const end = 1 + Math.max(sources.findLastIndex(isText), targets.findLastIndex(isText));
  if (sources.length < end || targets.length < end) {
    const message = `${source} has ${sources.length} lines, ${target} has ${targets.length}: lines of one number belong together`;
    throw new TlcError('DATA_NOT_PARALLEL', message, { details: { source: sources.length, target: targets.length } });
  }
  return { sources: sources.slice(0, end), targets: targets.slice(0, end) };
}

async function tablePairs(files: readonly string[], text: ParallelText): Promise<TextPairs> {
  const sources: string[][] = [];
  const targets: string[][] = [];
  for (const file of files) {
    const table = await readTable(file);
    const [source, target] = columnsOf(table, text);
    sources.push(column(table, source).map(oneLine));
    targets.push(column(table, target).map(oneLine));
  }
  return { sources: sources.flat(), targets: targets.flat() };
}

/** @throws TlcError DATA_MISSING_COLUMN */
function columnsOf(table: Table, text: ParallelText): readonly [string, string] {
  // What is named and not there is refused by its name
  const found = text.columns ?? pairColumns(table.columns, text);
  if (found) return found;
  const { path, columns } = table;
  const named = `${columns.length} columns, which its first row names`;
  const message = `${path}: of its ${named}, none are called ${text.languages.join(' and ')}: give text_columns`;
  throw new TlcError('DATA_MISSING_COLUMN', message, { details: { path, languages: text.languages } });
}

/** Translations are compared line by line. */
const oneLine = (text: string) => (/[\r\n]/.test(text) ? text.replace(/\s*[\r\n]+\s*/g, ' ').trim() : text);
