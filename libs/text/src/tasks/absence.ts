import { TlcError } from '#contracts';
import { findSplits } from '../files/find-splits.js';
import type { SplitName } from '../files/split-names.js';
import { isTaskFile } from './read-examples.js';
import type { Task } from './task.js';

/** What a folder lacks of a task's files, in words: of a task of GLUE each split that GLUE has of it, of a task of the
 * user's own the train split.
 * @param task its text columns may still have to be found
 * @param made splits that are not files: they are made of the train split
 * @returns undefined where all is there
 * @throws TlcError DATA_SPLIT_UNCLEAR, and what reading a first line throws */
export async function absenceOfTask(
  task: Omit<Task, 'texts'> & Partial<Pick<Task, 'texts'>>,
  path: string,
  made: readonly SplitName[] = [],
): Promise<string | undefined> {
  const ofGlue = task.splits ?? (['train', 'dev', 'test'] as const);
  const wanted = task.name === undefined ? (['train'] as const) : ofGlue.filter((split) => !made.includes(split));
  const { texts } = task;
  try {
    const files = await findSplits(path, {
      fits: (columns, split) => texts === undefined || isTaskFile({ ...task, texts }, columns, split),
    });
    const missing = wanted.filter((split) => !Object.hasOwn(files, split));
    if (missing.length === 0) return undefined;
    const there = Object.keys(files).join(', ');
    return `${path} has no ${missing.join(', ')} split${missing.length > 1 ? 's' : ''}, only ${there}`;
  } catch (error) {
    if (error instanceof TlcError && ['FILE_EMPTY', 'FILE_MISSING'].includes(error.code)) return error.message;
    throw error;
  }
}
