import type { Layout } from '../folder/layout.js';
import { removeFolder } from '../folder/move-folder.js';
import { copiesOf } from './copies.js';
import type { Unsent } from './unsent.js';
import type { Uses } from './uses.js';

export interface CacheOptions {
  readonly uses: Uses;
  readonly unsent: Unsent;
  /** Bytes that copies may take. */
  readonly limit: number;
}

/** Keeps the copies of a home folder under a limit. */
export interface Cache {
  /** Removes copies until this many more bytes fit, those that were used longest ago first; none that somebody uses, and
   * none that the server does not have yet. What is used may be more than the limit: a job needs it. */
  makeRoom(wanted: number): Promise<void>;
}

export function openCache(layout: Layout, { uses, unsent, limit }: CacheOptions): Cache {
  /** Bytes as far as they are known: the disk is looked at when they may be too many. */
  let bytes = limit;
  let last: Promise<void> = Promise.resolve();

  async function look(wanted: number): Promise<void> {
    if (bytes + wanted > limit) {
      const copies = await copiesOf(layout);
      bytes = copies.reduce((sum, copy) => sum + copy.bytes, 0);
      for (const { id, folder, bytes: size } of copies) {
        if (bytes + wanted <= limit) break;
        if (await unsent.has(id)) continue;
        if (await uses.unlessUsed(id, () => removeFolder(layout, id, folder))) bytes -= size;
      }
    }
    bytes += wanted;
  }

  return {
    makeRoom: (wanted) => {
      const mine = last.then(() => look(wanted));
      last = mine.catch(() => {});
      return mine;
    },
  };
}
