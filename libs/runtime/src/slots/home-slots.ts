import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { claimFile } from '../jobs/claim.js';
import { createSlots, type Slots } from './slots.js';

/** Slots that the processes of one home folder share: each file that is claimed is a place. Whoever waits next holds a claim
 * of that, so that a process which gives its place back does not take it again before the others had theirs.
 * @param count how many places this process uses; one that uses fewer uses the first of them */
export async function createHomeSlots(home: string, count: number): Promise<Slots> {
  const folder = join(home, 'slots');
  await mkdir(folder, { recursive: true });
  const own = createSlots(count);
  const places = Array.from({ length: count }, (_, place) => join(folder, `${place}.claim`));
  return {
    take: async (signal) => {
      const free = await own.take(signal);
      try {
        const next = await claimFile([join(folder, 'next.claim')], signal);
        const unclaim = await claimFile(places, signal).finally(next);
        let isGiven = false;
        return async () => {
          if (isGiven) return;
          isGiven = true;
          await unclaim();
          await free();
        };
      } catch (error) {
        await free();
        throw error;
      }
    },
  };
}
