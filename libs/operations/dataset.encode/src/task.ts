import type { Task } from '#text';
import type { DatasetEncodeConfig } from './config.js';

/** The task whose files are encoded, of a config that has one: GLUE's, or one in the user's own columns.
 * @throws TlcError DATA_UNKNOWN_TASK */
export async function taskOf({
  task,
  text_columns: columns,
  label_column: label,
  labels,
  scores,
}: DatasetEncodeConfig): Promise<Task> {
  const { findTask } = await import('#text');
  if (task !== undefined) return findTask(task);
  return { texts: columns as unknown as Task['texts'], label, labels: scores ? 'scores' : (labels ?? 'found') };
}
