import { TlcError } from '#contracts';
import { findSplits } from '../files/find-splits.js';
import { isTaskFile } from './read-examples.js';
import type { Task } from './task.js';

/** What a folder lacks of a task's files, in words: of a task of GLUE each split that GLUE has of it, of a task of the
 * user's own the train split.
 * @returns undefined where all is there
 * @throws TlcError DATA_SPLIT_UNCLEAR, and what reading a first line throws */
export async function absenceOfTask(task: Task, path: string): Promise<string | undefined> {
  const wanted = task.splits ?? (task.name === undefined ? ['train'] : ['train', 'dev', 'test']);
  try {
    const files = await findSplits(path, { fits: (line, split) => isTaskFile(task, line, split) });
    const missing = wanted.filter((split) => !Object.hasOwn(files, split));
    if (missing.length === 0) return undefined;
    const there = Object.keys(files).join(', ');
    return `${path} has no ${missing.join(', ')} split${missing.length > 1 ? 's' : ''}, only ${there}`;
  } catch (error) {
    if (error instanceof TlcError && ['FILE_EMPTY', 'FILE_MISSING'].includes(error.code)) return error.message;
    throw error;
  }
}
