import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { splitClaim, type SplitName, SPLITS } from './split-names.js';

/** The two files of a split, whose lines of one number belong together. */
export interface ParallelFiles {
  readonly source: string;
  readonly target: string;
}

/**
 * The files of parallel text in a folder: their names end in a language, such as `train.en` and `train.de.gz`; what stands
 * before it is the same on both sides, and its words say the split as those of all data files do.
 *
 * @param languages endings of the source's and the target's files
 * @param splits those that are asked for
 * @param test what the files of the test split are called, where several could be it: `test_2016_flickr`
 * @throws TlcError FILE_MISSING; FILE_EMPTY where no file ends so; DATA_NOT_PARALLEL where one side has no file;
 * DATA_SPLIT_UNCLEAR where the names do not decide, naming the files
 */
export async function findParallel(
  folder: string,
  [source, target]: readonly [string, string],
  test?: string,
  splits: readonly SplitName[] = SPLITS,
): Promise<Partial<Record<SplitName, ParallelFiles>>> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new TlcError('FILE_MISSING', `${folder} cannot be read (${cause.code})`, {
      cause,
      details: { path: folder },
    });
  });
  const [sources, targets] = [source, target].map((language) => byStem(folder, names, language));
  const stems = [...new Set([...sources.keys(), ...targets.keys()])].sort();
  if (stems.length === 0) {
    const message = `${folder} holds no file that ends in .${source} or .${target} (or these with .gz)`;
    throw new TlcError('FILE_EMPTY', message, { details: { path: folder } });
  }
  if (test !== undefined && !stems.includes(test)) {
    const message = `${folder} holds no ${test}.${source}; it has ${stems.join(', ')}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path: folder, files: stems } });
  }
  const found: Partial<Record<SplitName, ParallelFiles>> = {};
  for (const split of splits) {
    const claiming = stems.filter((stem) => splitClaim(`${stem}.txt`).splits.includes(split));
    const own = split === 'test' && test !== undefined ? [test] : claiming;
    if (own.length === 0) continue;
    if (own.length > 1) {
      const message = `${folder}: ${own.join(', ')}: each could be the ${split} split`;
      throw new TlcError('DATA_SPLIT_UNCLEAR', message, { details: { path: folder, files: own } });
    }
    const [stem] = own;
    const files = { source: sources.get(stem), target: targets.get(stem) };
    const lacking = files.source ? (files.target ? undefined : target) : source;
    if (lacking !== undefined) {
      const message = `${folder} holds ${stem} in one language only: ${stem}.${lacking} is missing`;
      throw new TlcError('DATA_NOT_PARALLEL', message, { details: { path: folder, file: `${stem}.${lacking}` } });
    }
    found[split] = { source: join(folder, files.source!), target: join(folder, files.target!) };
  }
  if (Object.keys(found).length > 0) return found;
  const message = `${folder}: ${stems.join(', ')}: no name says a split`;
  throw new TlcError('DATA_SPLIT_UNCLEAR', message, { details: { path: folder, files: stems } });
}

/** The files of a language by what stands before it. */
function byStem(folder: string, names: readonly string[], language: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of [...names].sort()) {
    const plain = name.replace(/\.gz$/i, '');
    if (!plain.endsWith(`.${language}`)) continue;
    const stem = plain.slice(0, -language.length - 1);
    const twice = found.get(stem);
    if (twice !== undefined) {
      const message = `${folder}: ${twice}, ${name}: each could be ${stem}.${language}`;
      throw new TlcError('DATA_SPLIT_UNCLEAR', message, { details: { path: folder, files: [twice, name] } });
    }
    found.set(stem, name);
  }
  return found;
}
