import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';

/** The splits of a data set, by the word that its files begin with. */
const BEGINNINGS = { train: /^train/i, dev: /^(dev|valid|val)/i, test: /^(test|diagnostic)/i } as const;

export type SplitName = keyof typeof BEGINNINGS;

const DATA_FILE = /\.(tsv|txt)(\.gz)?$/i;

/** Files of each split, in the order of their names. */
export type SplitFiles = Partial<Record<SplitName, string[]>>;

/** The files of a data set. A folder has `train*`, `dev*` (or `valid*`, `val*`) and `test*` files that end in `.tsv`,
 * `.txt`, `.tsv.gz` or `.txt.gz`; a folder whose files have other names, and a file, are a train split.
 * @param skip names of files to leave out
 * @throws TlcError FILE_MISSING, FILE_EMPTY for a folder without such files */
export async function findSplits(path: string, skip?: RegExp): Promise<SplitFiles> {
  const found = await stat(path).catch((cause: NodeJS.ErrnoException) => {
    throw new TlcError('FILE_MISSING', `${path} cannot be read (${cause.code})`, { cause, details: { path } });
  });
  if (!found.isDirectory()) return { train: [path] };
  const names = (await readdir(path, { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && DATA_FILE.test(entry.name) && !skip?.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  if (names.length === 0) {
    const message = `${path} holds no file that ends in .tsv, .txt, .tsv.gz or .txt.gz`;
    throw new TlcError('FILE_EMPTY', message, { details: { path } });
  }
  const splits: SplitFiles = {};
  for (const split of ['train', 'dev', 'test'] as const) {
    const files = names.filter((name) => BEGINNINGS[split].test(name)).map((name) => join(path, name));
    if (files.length > 0) splits[split] = files;
  }
  return Object.keys(splits).length > 0 ? splits : { train: names.map((name) => join(path, name)) };
}
