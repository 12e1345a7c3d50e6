import { isUtf8 } from 'node:buffer';
import { readHead } from './read-bytes.js';
import { heldTexts } from './held-text.js';
import { streamBlocks } from './stream-blocks.js';
import { noRows } from './table.js';

const LF = 0x0a;

/** How lines are read. */
export interface LineOptions {
  /** Whether blank lines at the end are lines, too. */
  readonly keepsEnd?: boolean;
}

/** The lines of a text file, plain or gzip, some at a time. Only LF ends a line (U+2028 and the like are text); a CR
 * before it, a byte-order mark at the start, and blank lines at the end are dropped.
 * @throws TlcError as streamBlocks does; FILE_EMPTY */
export async function* lineBatches(path: string, { keepsEnd = false }: LineOptions = {}): AsyncGenerator<string[]> {
  let isFirst = true;
  let isEmpty = true;
  // Which are dropped unless another line comes
  let blank: string[] = [];
  for await (const block of streamBlocks(path)) {
    const lines = block.toString('utf8').split('\n');
    // What stands after the last LF is no line
    if (block[block.length - 1] === LF) lines.pop();
    const batch = blank.concat(lines.map((line, i) => withoutEnd(line, isFirst && i === 0)));
    isFirst = false;
    let end = batch.length;
    while (end > 0 && batch[end - 1].trim() === '') end -= 1;
    blank = batch.splice(end);
    if (batch.length === 0) continue;
    isEmpty = false;
    yield batch;
  }
  if (isEmpty) throw noRows(path);
  if (keepsEnd && blank.length > 0) yield blank;
}

/** All lines of a text file. @throws TlcError as lineBatches does; DATASET_TOO_LARGE */
export const readLines = (path: string, options?: LineOptions): Promise<string[]> =>
  heldTexts(path, lineBatches(path, options));

/** The first line of a text file, of which no more is read than its head.
 * @throws TlcError as readLines does */
export async function readFirstLine(path: string): Promise<string> {
  const bytes = await readHead(path);
  const end = bytes.indexOf(LF);
  const first = end < 0 ? bytes : bytes.subarray(0, end);
  // A head without a line end may end inside a character; reading the whole file says what is wrong with it
  if (!isUtf8(first) || bytes.toString('utf8').trim() === '') return (await readLines(path))[0];
  return withoutEnd(first.toString('utf8'), true);
}

function withoutEnd(line: string, isFirst: boolean): string {
  const text = isFirst ? line.replace(/^\uFEFF/, '') : line;
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}
