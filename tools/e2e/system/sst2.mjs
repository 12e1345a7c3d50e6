import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

const DATA = new URL('../../../data/SST-2/', import.meta.url);

/**
 * Writes the first rows of SST-2 into a folder: train.tsv and dev.tsv.
 *
 * @param {string} folder made if it is not there
 */
export async function writeSst2(folder, { train = 400, dev = 60 } = {}) {
  await mkdir(folder, { recursive: true });
  const trainText = (await promisify(gunzip)(await readFile(new URL('train.tsv.gz', DATA)))).toString();
  const devText = await readFile(new URL('dev.tsv', DATA), 'utf8');
  await writeFile(join(folder, 'train.tsv'), firstLines(trainText, train + 1));
  await writeFile(join(folder, 'dev.tsv'), firstLines(devText, dev + 1));
}

/** @type {(text: string, count: number) => string} */
const firstLines = (text, count) => `${text.split('\n', count).join('\n')}\n`;
