import type { ObjectStore } from '@nats-io/obj';
import { STREAMS } from '#contracts';
import type { Link } from '../connection/link.js';

/** Removes the pieces of files whose senders ended before they said that the file is whole: no object names them.
 * @param before time in milliseconds; what was sent later may still be on its way
 * @returns of how many files */
export async function removeStrayPieces(link: Link, objects: ObjectStore, before: number): Promise<number> {
  const stream = `OBJ_${STREAMS.objects}`;
  const manager = await link.js.jetstreamManager(false);
  const pieces = `$O.${STREAMS.objects}.C.`;
  const { subjects = {} } = (await manager.streams.info(stream, { subjects_filter: `${pieces}>` })).state;
  const named = new Set((await objects.list()).map(({ nuid }) => `${pieces}${nuid}`));
  let removed = 0;
  for (const subject of Object.keys(subjects)) {
    if (named.has(subject)) continue;
    const last = await manager.streams.getMessage(stream, { last_by_subj: subject });
    if (!last || last.time.getTime() >= before) continue;
    await manager.streams.purge(stream, { filter: subject });
    removed += 1;
  }
  return removed;
}
