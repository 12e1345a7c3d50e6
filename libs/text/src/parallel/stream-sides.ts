import { readColumns } from '../files/read-table.js';
import { lineBatches } from '../files/read-lines.js';
import { streamText } from '../files/stream-text.js';
import type { ParallelFiles, ParallelText } from './find-parallel.js';
import { pairColumns } from './pair-columns.js';

/** The texts of a split, both sides, some at a time, as what a vocabulary is learned from.
 * @throws TlcError as lineBatches and streamText */
export async function* streamSides(files: ParallelFiles, text: ParallelText): AsyncGenerator<readonly string[]> {
  if (!('tables' in files)) {
    for (const file of new Set([files.source, files.target])) yield* lineBatches(file);
    return;
  }
  for (const file of files.tables) {
    const columns = pairColumns(await readColumns(file), text) ?? text.columns ?? text.languages;
    for (const name of new Set(columns)) yield* streamText(file, name);
  }
}
