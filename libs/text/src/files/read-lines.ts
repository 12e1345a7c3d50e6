import { isUtf8 } from 'node:buffer';
import { TlcError } from '#contracts';
import { readBytes, readHead } from './read-bytes.js';
import { checkUtf8 } from './check-utf8.js';

const LF = 0x0a;

/** Bytes decoded at a time: far below the longest string that V8 holds. */
const CHUNK = 1 << 26;

/** The lines of a text file, plain or gzip. Only LF ends a line (U+2028 and the like are text); a CR before it, a
 * byte-order mark at the start, and blank lines at the end are dropped.
 * @throws TlcError FILE_MISSING, FILE_DAMAGED (broken gzip), FILE_NOT_UTF8 with line and byte, FILE_EMPTY */
export async function readLines(path: string): Promise<string[]> {
  const bytes = await readBytes(path);
  checkUtf8(path, bytes);
  const lines: string[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = endOfChunk(bytes, from);
    for (const line of bytes.toString('utf8', from, to).split('\n')) lines.push(withoutEnd(line, lines.length));
    from = to + 1;
  }
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop();
  if (lines.length === 0) throw new TlcError('FILE_EMPTY', `${path} has no rows`, { details: { path } });
  return lines;
}

/** The first line of a text file, of which no more is read than its head.
 * @throws TlcError as readLines does */
export async function readFirstLine(path: string): Promise<string> {
  const bytes = await readHead(path);
  const end = bytes.indexOf(LF);
  const first = end < 0 ? bytes : bytes.subarray(0, end);
  // A head without a line end may end inside a character; reading the whole file says what is wrong with it
  if (!isUtf8(first) || bytes.toString('utf8').trim() === '') return (await readLines(path))[0];
  return withoutEnd(first.toString('utf8'), 0);
}

function withoutEnd(line: string, index: number): string {
  const text = index === 0 ? line.replace(/^\uFEFF/, '') : line;
  return text.endsWith('\r') ? text.slice(0, -1) : text;
}

/** Position of an LF near `from` + CHUNK, or the end. */
function endOfChunk(bytes: Buffer, from: number): number {
  if (bytes.length - from <= CHUNK) return bytes.length;
  const end = bytes.indexOf(LF, from + CHUNK);
  return end < 0 ? bytes.length : end;
}
