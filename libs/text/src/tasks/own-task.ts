import type { Task } from './task.js';

/** A task before its files are read: columns may be left to be found. */
export type KnownTask = Omit<Task, 'texts'> & Partial<Pick<Task, 'texts'>>;

/** What a user says of data of their own, by the keys of configs and messages. */
export interface OwnData {
  readonly text_columns?: readonly string[];
  readonly label_column?: string;
  /** Labels in the order of their class, or class names by label. */
  readonly labels?: readonly string[] | Readonly<Record<string, string>>;
  readonly scores?: boolean;
  readonly highest_score?: number;
}

/** A task of the user's own. */
export function ownTask({
  text_columns: columns,
  label_column: label,
  labels,
  scores,
  highest_score: most,
}: OwnData): KnownTask {
  return {
    ...(columns && { texts: columns as unknown as Task['texts'] }),
    label: label ?? 'label',
    ...(scores ? { labels: 'scores' } : labelled(labels)),
    ...(most !== undefined && { highestScore: most }),
  };
}

function labelled(labels: OwnData['labels']): Pick<Task, 'labels' | 'names'> {
  if (labels === undefined) return { labels: 'found' };
  if (isList(labels)) return { labels };
  // Two orders of an object's keys are one config, and must give one order of classes
  const sorted = Object.keys(labels).sort();
  return { labels: sorted, names: sorted.map((label) => labels[label]) };
}

const isList = (labels: NonNullable<OwnData['labels']>): labels is readonly string[] => Array.isArray(labels);
