import { isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { TlcError } from '#contracts';

const LF = 0x0a;

/** Bytes decoded at a time: far below the longest string that V8 holds. */
const CHUNK = 1 << 26;

/** The lines of a text file, plain or gzip. Only LF ends a line (U+2028 and the like are text); a CR before it, a
 * byte-order mark at the start, and blank lines at the end are dropped.
 * @throws TlcError FILE_MISSING, FILE_DAMAGED (broken gzip), FILE_NOT_UTF8 with line and byte, FILE_EMPTY */
export async function readLines(path: string): Promise<string[]> {
  const bytes = await readBytes(path);
  if (!isUtf8(bytes)) throw notUtf8(path, bytes);
  const lines: string[] = [];
  for (let from = 0; from < bytes.length;) {
    const to = endOfChunk(bytes, from);
    const text = bytes.toString('utf8', from, to);
    for (const line of (from === 0 ? text.replace(/^\uFEFF/, '') : text).split('\n')) {
      lines.push(line.endsWith('\r') ? line.slice(0, -1) : line);
    }
    from = to + 1;
  }
  while (lines.length > 0 && lines[lines.length - 1].trim() === '') lines.pop();
  if (lines.length === 0) throw new TlcError('FILE_EMPTY', `${path} has no rows`, { details: { path } });
  return lines;
}

async function readBytes(path: string): Promise<Buffer> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    const why = error.code === 'EISDIR' ? 'is a folder; a file was expected' : `cannot be read (${error.code})`;
    throw new TlcError('FILE_MISSING', `${path} ${why}`, { cause: error, details: { path } });
  });
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  try {
    return gunzipSync(bytes);
  } catch (cause) {
    const message = `${path} is not whole: ${(cause as Error).message}`;
    throw new TlcError('FILE_DAMAGED', message, { cause, details: { path } });
  }
}

/** Position of an LF near `from` + CHUNK, or the end. */
function endOfChunk(bytes: Buffer, from: number): number {
  if (bytes.length - from <= CHUNK) return bytes.length;
  const end = bytes.indexOf(LF, from + CHUNK);
  return end < 0 ? bytes.length : end;
}

function notUtf8(path: string, bytes: Buffer): TlcError {
  let line = 1;
  let from = 0;
  for (;;) {
    const end = bytes.indexOf(LF, from);
    const rest = bytes.subarray(from, end < 0 ? bytes.length : end);
    if (!isUtf8(rest)) {
      // A decoder puts U+FFFD for what is invalid: there the bytes first differ
      const decoded = Buffer.from(rest.toString('utf8'));
      const inside = rest.findIndex((byte, i) => byte !== decoded[i]);
      const byte = from + inside;
      const value = `0x${bytes[byte].toString(16).padStart(2, '0')}`;
      const message = `${path}, line ${line}: byte ${byte} (${value}) is not UTF-8`;
      return new TlcError('FILE_NOT_UTF8', message, { details: { path, line, byte } });
    }
    from = end + 1;
    line += 1;
  }
}
