import type { ObjectStore } from '@nats-io/obj';
import type { Link } from '../connection/link.js';
import { OBJECTS_STREAM, PIECES } from './bucket.js';

/** Removes the pieces of files whose senders ended before they said that the file is whole: no object names them.
 * @param before time in milliseconds; what was sent later may still be on its way
 * @returns of how many files */
export async function removeStrayPieces(link: Link, objects: ObjectStore, before: number): Promise<number> {
  const manager = await link.js.jetstreamManager(false);
  const { subjects = {} } = (await manager.streams.info(OBJECTS_STREAM, { subjects_filter: `${PIECES}>` })).state;
  const named = new Set((await objects.list()).map(({ nuid }) => `${PIECES}${nuid}`));
  let removed = 0;
  for (const subject of Object.keys(subjects)) {
    if (named.has(subject)) continue;
    const last = await manager.streams.getMessage(OBJECTS_STREAM, { last_by_subj: subject });
    if (!last || last.time.getTime() >= before) continue;
    await manager.streams.purge(OBJECTS_STREAM, { filter: subject });
    removed += 1;
  }
  return removed;
}
