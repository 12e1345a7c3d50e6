import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A translation, or null of a source whose translation did not end by itself. */
export type Translation = string | null;

/** Sources that are translated before their translations are written down. */
export const CHUNK = 512;

/** The translations of chunks of sources, each kept in a file of the work folder, so that a job whose process was killed does
 * not begin anew.
 * @param sources all of them, in the order in which they are translated
 * @param translate one chunk
 * @param onProgress told how many sources are done, and how many of them were found done
 * @returns in the order of `sources` */
export async function inChunks<T>(
  work: string,
  sources: readonly T[],
  translate: (chunk: readonly T[], onProgress: (done: number) => void) => Promise<Translation[]>,
  onProgress: (done: number, found: number) => void,
): Promise<Translation[]> {
  const all: Translation[] = [];
  let found = 0;
  for (let from = 0; from < sources.length; from += CHUNK) {
    const chunk = sources.slice(from, from + CHUNK);
    const file = join(work, `translations-${from}.json`);
    const before = await readChunk(file, chunk.length);
    if (before) found += before.length;
    const own = before ?? (await translate(chunk, (done) => onProgress(from + done, found)));
    if (!before) await writeChunk(file, own);
    all.push(...own);
    onProgress(all.length, found);
  }
  return all;
}

async function readChunk(file: string, length: number): Promise<Translation[] | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const found = JSON.parse(text) as Translation[];
  return found.length === length ? found : undefined;
}

async function writeChunk(file: string, translations: readonly Translation[]): Promise<void> {
  await writeFile(`${file}.half`, JSON.stringify(translations));
  await rename(`${file}.half`, file);
}
