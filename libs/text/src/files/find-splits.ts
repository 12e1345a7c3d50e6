import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { locateInput, statInput } from '#artifacts';
import { TlcError } from '#contracts';
import { endingsOf } from './formats/index.js';
import { readColumns } from './read-table.js';
import { type SplitClaim, splitClaim, type SplitFiles, type SplitName, SPLITS, stemOf } from './split-names.js';

/** What is known of a data set's files besides their names. */
export interface SplitRules {
  /** Whether a file with these columns is one of the data set's own. Others are left out, and files that name no split
   * must not be more than one. Left out: files are plain text. */
  readonly fits?: (columns: readonly string[], split: SplitName) => boolean;
  /** Told of files that are left out. */
  readonly onWarning?: (text: string) => void;
}

/** The rule for text in a column; plain text, which has none, needs no rule. */
export const holding = (column: string | undefined): SplitRules['fits'] =>
  column === undefined ? undefined : (columns) => columns.includes(column);

/** The files of a data set, by the rule of docs/data.md: words of a file's name say its split. A file alone is a train
 * split; so are the files of a folder of plain text where no name says a split.
 * @throws TlcError FILE_MISSING; FILE_EMPTY for a folder without data files; DATA_SPLIT_UNCLEAR where the names do not
 * decide, naming the files */
export async function findSplits(path: string, rules: SplitRules = {}): Promise<SplitFiles> {
  const found = await statInput(path).catch((cause: NodeJS.ErrnoException) => {
    if (cause instanceof TlcError) throw cause;
    throw new TlcError('FILE_MISSING', `${path} cannot be read (${cause.code})`, { cause, details: { path } });
  });
  if (!found.isDirectory()) return { train: [path] };
  const claims = await claimsOf(path, rules.fits === undefined);
  const leaveOut = (files: readonly SplitClaim[], why: string) => {
    if (files.length > 0) rules.onWarning?.(`${path}: left out ${list(files)}: ${why}`);
  };
  const isFit = async ({ name, isExact }: SplitClaim, split: SplitName) =>
    // A file that is called as GLUE's are is meant: reading it says which column it lacks
    isExact || !rules.fits || rules.fits(await readColumns(join(path, name)), split);
  const splits: SplitFiles = {};
  const lacking: SplitClaim[] = [];
  for (const split of SPLITS) {
    const fitting: SplitClaim[] = [];
    for (const claim of claims.filter((each) => each.splits.includes(split))) {
      ((await isFit(claim, split)) ? fitting : lacking).push(claim);
    }
    const chosen = choose(path, split, fitting);
    leaveOut(
      fitting.filter((claim) => !chosen.includes(claim)),
      `the ${split} split is ${list(chosen)}`,
    );
    if (chosen.length > 0) splits[split] = chosen.map(({ name }) => join(path, name));
  }
  const diagnostic = claims.filter((claim) => claim.isDiagnostic && claim.splits.length === 0);
  const isTest = !splits.test && diagnostic.length > 0;
  if (isTest) splits.test = choose(path, 'test', diagnostic).map(({ name }) => join(path, name));
  const unnamed = claims.filter((claim) => claim.splits.length === 0 && !(isTest && claim.isDiagnostic));
  leaveOut([...new Set(lacking)], 'they lack the columns');
  if (Object.keys(splits).length > 0) leaveOut(unnamed, 'no word of their names says a split');
  return Object.keys(splits).length > 0 ? splits : { train: await unnamedFiles(path, claims, rules) };
}

async function claimsOf(folder: string, plainText: boolean): Promise<SplitClaim[]> {
  const endings = endingsOf(plainText);
  const isData = new RegExp(`\\.(${endings.join('|')})(\\.gz)?$`, 'i');
  const names = (await readdir(await locateInput(folder), { withFileTypes: true }))
    .filter((entry) => !entry.isDirectory() && isData.test(entry.name))
    .map((entry) => entry.name)
    .sort();
  if (names.length > 0) return names.map(splitClaim);
  const message = `${folder} holds no file that ends in .${endings.join(', .')} (or these with .gz)`;
  throw new TlcError('FILE_EMPTY', message, { details: { path: folder } });
}

/** The files of one split: those with GLUE's own names where there are any; several only where they are parts. */
function choose(path: string, split: SplitName, files: readonly SplitClaim[]): readonly SplitClaim[] {
  const exact = files.filter((claim) => claim.isExact);
  const chosen = exact.length > 0 ? exact : files;
  const twice = chosen.find(({ splits }) => splits.length > 1);
  if (twice) throw unclear(path, [twice], `its name says ${twice.splits.join(' and ')}`);
  const stems = new Set(chosen.map(({ name }) => stemOf(name).toLowerCase()));
  if (new Set(chosen.map(({ family }) => family)).size > 1 || stems.size < chosen.length) {
    throw unclear(path, chosen, `each could be the ${split} split`);
  }
  return chosen;
}

/** The files of a folder in which no name says a split. */
async function unnamedFiles(path: string, claims: readonly SplitClaim[], { fits, onWarning }: SplitRules) {
  const inPath = (files: readonly SplitClaim[]) => files.map(({ name }) => join(path, name));
  if (!fits || claims.length === 1) return inPath(claims);
  const fitting: SplitClaim[] = [];
  for (const claim of claims) if (fits(await readColumns(join(path, claim.name)), 'train')) fitting.push(claim);
  if (fitting.length !== 1) throw unclear(path, fitting.length > 0 ? fitting : claims, 'no name says a split');
  const others = claims.filter((claim) => claim !== fitting[0]);
  if (others.length > 0) onWarning?.(`${path}: left out ${list(others)}: they lack the columns`);
  return inPath(fitting);
}

function unclear(path: string, files: readonly SplitClaim[], why: string): TlcError {
  return new TlcError('DATA_SPLIT_UNCLEAR', `${path}: ${list(files)}: ${why}`, {
    details: { path, files: files.map(({ name }) => name) },
  });
}

function list(files: readonly SplitClaim[]): string {
  return files.map(({ name }) => name).join(', ');
}
