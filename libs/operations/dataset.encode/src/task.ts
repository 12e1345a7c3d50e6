import type { KnownTask } from '#text';
import type { DatasetEncodeConfig } from './config.js';

/** What a config says of the task whose files are encoded: GLUE's, or one of the user's own, whose columns may be left
 * to be found.
 * @throws TlcError DATA_UNKNOWN_TASK; CONFIG_WRONG_VALUE where pairs are to be apart that have no scores, or are none */
export async function taskOf(config: DatasetEncodeConfig): Promise<KnownTask> {
  const { checkApart, findTask, ownTask } = await import('#text');
  const found = config.task === undefined ? ownTask(config) : findTask(config.task);
  const task = config.pairs === 'apart' ? { ...found, apart: true } : found;
  checkApart(task);
  return task;
}
