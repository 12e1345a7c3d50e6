import { TlcError } from '#contracts';
import type { Task } from './task.js';

/** Checks that a task whose texts are to be encoded apart has pairs with scores.
 * @param task its texts left out where they are not known yet
 * @throws TlcError CONFIG_WRONG_VALUE */
export function checkApart(task: Pick<Task, 'apart' | 'name' | 'labels'> & Partial<Pick<Task, 'texts'>>): void {
  const { apart, name = 'the task', texts, labels } = task;
  const what = labels !== 'scores' ? 'classes, not scores' : texts?.length === 1 ? 'one text in a row, not two' : '';
  if (!apart || what === '') return;
  throw new TlcError('CONFIG_WRONG_VALUE', `pairs: apart is for pairs with scores; ${name} has ${what}`, {
    details: { key: 'pairs', task: name },
  });
}
