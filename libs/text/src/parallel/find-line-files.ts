import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { TlcError } from '#contracts';
import { splitClaim, type SplitName, SPLITS } from '../files/split-names.js';

/** The two files of a split, whose lines of one number belong together. */
export interface LineFiles {
  readonly source: string;
  readonly target: string;
}

/**
 * The files of parallel text in a folder: their names end in a language, such as `train.en` and `train.de.gz`; what stands
 * before it is the same on both sides, and its words say the split as those of all data files do. One pair of files whose
 * name says no split is a train split.
 *
 * @param languages endings of the source's and the target's files
 * @param splits those that are asked for
 * @param test what the files of the test split are called, where several could be it: `test_2016_flickr`
 * @throws TlcError FILE_MISSING; FILE_EMPTY where no file ends so; DATA_NOT_PARALLEL where one side has no file;
 * DATA_SPLIT_UNCLEAR where the names do not decide, naming the files
 */
export async function findLineFiles(
  folder: string,
  [source, target]: readonly [string, string],
  test?: string,
  splits: readonly SplitName[] = SPLITS,
): Promise<Partial<Record<SplitName, LineFiles>>> {
  const names = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    throw new TlcError('FILE_MISSING', `${folder} cannot be read (${cause.code})`, {
      cause,
      details: { path: folder },
    });
  });
  const sides = [source, target].map((language) => ({ language, files: byStem(folder, names, language) }));
  const [{ files: sources }, { files: targets }] = sides;
  const stems = [...new Set([...sources.keys(), ...targets.keys()])].sort();
  if (stems.length === 0) {
    const message = `${folder} holds no file that ends in .${source} or .${target} (or these with .gz)`;
    throw new TlcError('FILE_EMPTY', message, { details: { path: folder } });
  }
  if (test !== undefined && !stems.includes(test)) {
    const message = `${folder} holds no ${test}.${source}; it has ${stems.join(', ')}`;
    throw new TlcError('DATA_NO_SPLIT', message, { details: { path: folder, files: stems } });
  }
  const found: Partial<Record<SplitName, LineFiles>> = {};
  for (const split of splits) {
    const claiming = stems.filter((stem) => splitClaim(`${stem}.txt`).splits.includes(split));
    const own = split === 'test' && test !== undefined ? [test] : claiming;
    if (own.length === 0) continue;
    if (own.length > 1) {
      const message = `${folder}: ${own.join(', ')}: each could be the ${split} split`;
      throw new TlcError('DATA_SPLIT_UNCLEAR', message, { details: { path: folder, files: own } });
    }
    found[split] = bothSides(folder, own[0], sides);
  }
  if (Object.keys(found).length > 0) return found;
  const [only, ...others] = stems;
  if (others.length === 0 && splitClaim(`${only}.txt`).splits.length === 0) {
    return splits.includes('train') ? { train: bothSides(folder, only, sides) } : {};
  }
  const message = `${folder}: ${stems.join(', ')}: no name says a split`;
  throw new TlcError('DATA_SPLIT_UNCLEAR', message, { details: { path: folder, files: stems } });
}

/** A side of parallel text: its files by what stands before the language. */
interface Side {
  readonly language: string;
  readonly files: ReadonlyMap<string, string>;
}

function bothSides(folder: string, stem: string, sides: readonly Side[]): LineFiles {
  const [source, target] = sides.map(({ language, files }) => {
    const file = files.get(stem);
    if (file !== undefined) return join(folder, file);
    const message = `${folder} holds ${stem} in one language only: ${stem}.${language} is missing`;
    throw new TlcError('DATA_NOT_PARALLEL', message, { details: { path: folder, file: `${stem}.${language}` } });
  });
  return { source, target };
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
