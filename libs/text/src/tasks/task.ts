/** How the files of a labelled task look. */
export interface Task {
  /** Name, such as `glue/sst2`; absent for a task of the user's own. */
  readonly name?: string;
  /** Columns of the text, or of the two texts of a pair. */
  readonly texts: readonly [string] | readonly [string, string];
  /** Column of the label or score; a test split may lack it. */
  readonly label: string;
  /** Classes in the order of their index; 'scores' for regression; 'found' takes those of the train split, sorted. */
  readonly labels: readonly string[] | 'scores' | 'found';
  /** Names of the classes, where these are other than the labels that stand in the files. */
  readonly names?: readonly string[];
  /** Whether the two texts of a pair are encoded apart, for similarity. */
  readonly apart?: boolean;
  /** The score of two texts that mean the same, by which the scores of such pairs are divided; 1 when left out. */
  readonly highestScore?: number;
  /** Columns of train and dev files that have no header line. */
  readonly headless?: readonly string[];
  /** The public files have rows with too few fields, which everybody leaves out. */
  readonly skipWrongRows?: boolean;
}
