import type { Task } from '#text';
import type { DatasetEncodeConfig } from './config.js';

/** What is known of a task before its files are read: columns may be left to be found. */
type KnownTask = Omit<Task, 'texts'> & Partial<Pick<Task, 'texts'>>;

/** What a config says of the task whose files are encoded: GLUE's, or one of the user's own, whose columns may be left
 * to be found.
 * @throws TlcError DATA_UNKNOWN_TASK; CONFIG_WRONG_VALUE where pairs are to be apart that have no scores, or are none */
export async function taskOf(config: DatasetEncodeConfig): Promise<KnownTask> {
  const { checkApart, findTask } = await import('#text');
  const found = config.task === undefined ? ownTask(config) : findTask(config.task);
  const task = config.pairs === 'apart' ? { ...found, apart: true } : found;
  checkApart(task);
  return task;
}

function ownTask(config: DatasetEncodeConfig): KnownTask {
  const { text_columns: columns, label_column: label, labels, scores, highest_score: most } = config;
  return {
    ...(columns && { texts: columns as unknown as Task['texts'] }),
    label: label ?? 'label',
    ...(scores ? { labels: 'scores' } : labelled(labels)),
    ...(most !== undefined && { highestScore: most }),
  };
}

function labelled(labels: DatasetEncodeConfig['labels']): Pick<Task, 'labels' | 'names'> {
  if (labels === undefined) return { labels: 'found' };
  if (Array.isArray(labels)) return { labels };
  // Two orders of an object's keys are one config, and must give one order of classes
  const sorted = Object.keys(labels).sort();
  return { labels: sorted, names: sorted.map((label) => labels[label]) };
}
