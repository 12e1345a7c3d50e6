import { commaSeparated } from './comma-separated.js';
import type { Format } from './format.js';
import { jsonLines } from './json-lines.js';
import { parquet } from './parquet.js';
import { tabSeparated } from './tab-separated.js';

const FORMATS: readonly Format[] = [tabSeparated, commaSeparated, jsonLines, parquet];

/** The format of a file, by its ending; of a file without a known one, tab-separated. */
export function formatOf(path: string): Format {
  const ending = /\.([a-z]+)(\.gz)?$/i.exec(path)?.[1].toLowerCase() ?? '';
  return FORMATS.find(({ endings }) => endings.includes(ending)) ?? tabSeparated;
}

/** Endings of the data files of a folder: those that can be read as plain text, or all. */
export function endingsOf(plainText: boolean): string[] {
  return FORMATS.filter((format) => !plainText || format.isText).flatMap(({ endings }) => endings);
}
