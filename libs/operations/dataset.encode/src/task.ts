import type { Task } from '#text';
import type { DatasetEncodeConfig } from './config.js';

/** What a config says of the task whose files are encoded: GLUE's, or one of the user's own, whose columns may be left
 * to be found.
 * @throws TlcError DATA_UNKNOWN_TASK */
export async function taskOf(config: DatasetEncodeConfig): Promise<Omit<Task, 'texts'> & Partial<Pick<Task, 'texts'>>> {
  const { task, text_columns: columns, label_column: label, labels, scores } = config;
  const { findTask } = await import('#text');
  if (task !== undefined) return findTask(task);
  return {
    ...(columns && { texts: columns as unknown as Task['texts'] }),
    label: label ?? 'label',
    ...(scores ? { labels: 'scores' } : labelled(labels)),
  };
}

function labelled(labels: DatasetEncodeConfig['labels']): Pick<Task, 'labels' | 'names'> {
  if (labels === undefined) return { labels: 'found' };
  if (Array.isArray(labels)) return { labels };
  // Two orders of an object's keys are one config, and must give one order of classes
  const sorted = Object.keys(labels).sort();
  return { labels: sorted, names: sorted.map((label) => labels[label]) };
}
