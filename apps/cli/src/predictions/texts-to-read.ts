import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { TlcError } from '#contracts';
import type { TextToRead } from '#serving';

/** Texts that are answered together, at most. */
const CHUNK = 1024;

/** The texts of a file (`-`: of stdin), in parts of a size that can be answered at once. Without columns they are its
 * lines, and those that have arrived are answered before others are waited for.
 * @param columns of the text, or of the two texts of a pair
 * @throws TlcError FILE_MISSING, FILE_NOT_UTF8, DATA_MISSING_COLUMN, and what readTable throws */
export async function textsToRead(
  file: string,
  columns: readonly string[] | undefined,
  signal: AbortSignal,
): Promise<AsyncIterable<readonly TextToRead[]>> {
  const { column, readTable, streamLines } = await import('#text');
  if (columns === undefined) {
    return gathered(streamLines(await open(file, signal), file === '-' ? 'stdin' : file));
  }
  if (file === '-') throw new TlcError('CONFIG_WRONG_VALUE', 'columns are those of a file: stdin has lines');
  const table = await readTable(file);
  const [texts, pairs] = columns.map((name) => column(table, name));
  return inParts(texts.map((text, i) => (pairs ? { text, pair: pairs[i] } : { text })));
}

async function open(file: string, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
  if (file === '-') {
    signal.addEventListener('abort', () => process.stdin.destroy());
    return process.stdin;
  }
  const found = await stat(file).catch((cause: NodeJS.ErrnoException) => {
    throw new TlcError('FILE_MISSING', `${file} cannot be read (${cause.code})`, { cause, details: { path: file } });
  });
  if (found.isDirectory()) throw new TlcError('FILE_MISSING', `${file} is a folder; a file was expected`);
  return createReadStream(file, { signal });
}

async function* inParts(texts: readonly TextToRead[]): AsyncGenerator<readonly TextToRead[]> {
  for (let from = 0; from < texts.length; from += CHUNK) yield texts.slice(from, from + CHUNK);
}

/** Lines in parts: as many as there are before the source has to be waited for. */
async function* gathered(lines: AsyncIterator<string>): AsyncGenerator<readonly TextToRead[]> {
  let next = lines.next();
  for (;;) {
    const first = await next;
    if (first.done) return;
    const part = [{ text: first.value }];
    let isThere = true;
    while (part.length < CHUNK && isThere) {
      next = lines.next();
      // What a source has at hand arrives before the next turn of the event loop
      const found = await Promise.race([next, turn()]);
      isThere = found !== undefined && !found.done;
      if (isThere) part.push({ text: (found as IteratorYieldResult<string>).value });
    }
    if (isThere) next = lines.next();
    yield part;
  }
}

const turn = () => new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)));
