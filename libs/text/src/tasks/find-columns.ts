import { TlcError } from '#contracts';
import { findSplits, type SplitRules } from '../files/find-splits.js';
import { readColumns } from '../files/read-table.js';
import type { Task } from './task.js';

/** The columns of a data set: those of the text or of the two texts of a pair, and that of the label. */
export type OwnColumns = Pick<Task, 'texts' | 'label'>;

/** Names that columns of pairs have in public data sets; compared without case. */
const PAIRS = [
  ['sentence1', 'sentence2'],
  ['question1', 'question2'],
  ['premise', 'hypothesis'],
  ['text1', 'text2'],
  ['text_a', 'text_b'],
] as const;
const TEXTS = ['text', 'sentence', 'review', 'content', 'comment', 'message', 'tweet', 'body', 'document', 'question'];
const LABELS = ['label', 'labels', 'class', 'category', 'target', 'sentiment', 'intent', 'topic', 'score', 'rating'];

/** Finds the columns of a user's data by their names: those that are usual, and of two columns the other one.
 * @param path a file, or a folder with train, dev and test files
 * @param label name of the label's column, where it is known
 * @throws TlcError DATA_MISSING_COLUMN where the names do not tell, and as findSplits and readColumns do */
export async function findColumns(path: string, label?: string, rules: SplitRules = {}): Promise<OwnColumns> {
  const files = await findSplits(path, { ...rules, fits: (columns) => byNames(columns, label) !== undefined });
  const [file] = files.train ?? Object.values(files)[0];
  const columns = await readColumns(file);
  const found = byNames(columns, label);
  if (found) return found;
  const message = `${file}: the names of its ${columns.length} columns do not say which is the text and which the label`;
  throw new TlcError('DATA_MISSING_COLUMN', `${message}: give text_columns and label_column`, {
    details: { path: file },
  });
}

function byNames(columns: readonly string[], label: string | undefined): OwnColumns | undefined {
  const labels = label === undefined ? among(columns, LABELS) : columns.filter((name) => name === label);
  const others = columns.filter((name) => !labels.includes(name));
  const pairs = PAIRS.map((pair) => pair.flatMap((name) => among(columns, [name]))).filter(
    ({ length }) => length === 2,
  );
  const texts = pairs.length > 0 ? pairs : among(others, TEXTS).map((name) => [name]);
  if (labels.length === 1 && texts.length === 1)
    return { texts: texts[0] as unknown as Task['texts'], label: labels[0] };
  if (columns.length !== 2) return undefined;
  if (labels.length === 1) return { texts: [others[0]], label: labels[0] };
  const rest = columns.filter((name) => name !== texts[0]?.[0]);
  return label === undefined && texts.length === 1 && rest.length === 1
    ? { texts: [texts[0][0]], label: rest[0] }
    : undefined;
}

function among(columns: readonly string[], names: readonly string[]): string[] {
  return columns.filter((column) => names.includes(column.toLowerCase()));
}
