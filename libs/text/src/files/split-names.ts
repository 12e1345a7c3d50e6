/** The splits of a data set, in the order in which they are read. MNLI has a second dev and test half, whose texts are
 * of other sources than those of its train split. */
export const SPLITS = ['train', 'dev', 'dev_mismatched', 'test', 'test_mismatched'] as const;

export type SplitName = (typeof SPLITS)[number];

/** Files of each split, in the order of their names. */
export type SplitFiles = Partial<Record<SplitName, string[]>>;

/** Words of a file's name that say which split it is. */
const WORDS: Readonly<Record<string, 'train' | 'dev' | 'test'>> = {
  train: 'train',
  training: 'train',
  dev: 'dev',
  valid: 'dev',
  validation: 'dev',
  val: 'dev',
  test: 'test',
};

/** The test split of GLUE's diagnostic set, where no file has the word test. */
const DIAGNOSTIC = 'diagnostic';

/** What the name of a data file says of its split. */
export interface SplitClaim {
  readonly name: string;
  /** The splits that its words name: none, one, or more than one. */
  readonly splits: readonly SplitName[];
  /** It is called as GLUE's own files are: by the word of the split, numbers, and MNLI's `matched` and `mismatched`. */
  readonly isExact: boolean;
  readonly isDiagnostic: boolean;
  /** Its words without numbers: parts of one split, such as train-1 and train-2, have the same. */
  readonly family: string;
}

/** What a file's name says of its split. Words end at everything that is neither a letter nor a digit; digits at the end
 * of a word are no part of it. */
export function splitClaim(name: string): SplitClaim {
  const stem = stemOf(name).toLowerCase();
  const words = stem.split(/[^\p{L}\p{N}]+/u).map((word) => word.replace(/\d+$/, ''));
  const half = words.includes('mismatched') ? '_mismatched' : '';
  const named = [...new Set(words.flatMap((word) => (Object.hasOwn(WORDS, word) ? [WORDS[word]] : [])))];
  const others = words.filter((word) => word !== '' && !Object.hasOwn(WORDS, word) && !/^(mis)?matched$/.test(word));
  return {
    name,
    splits: named.map((split) => (split === 'train' ? split : (`${split}${half}` as const))),
    isExact: named.length === 1 && others.length === 0,
    isDiagnostic: words.includes(DIAGNOSTIC),
    family: words.filter((word) => word !== '').join(' '),
  };
}

/** The name of a data file without its endings. */
export function stemOf(name: string): string {
  return name.replace(/\.gz$/i, '').replace(/\.[a-z]+$/i, '');
}
