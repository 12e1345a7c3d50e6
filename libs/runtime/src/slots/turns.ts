import { TlcError } from '#contracts';
import { createSlots } from './slots.js';

/** Work that is done a few at a time, in the order of asking: each piece has files open, of which a process may have few. */
export interface Turns {
  /** @throws TlcError SERVICE_BUSY where its turn did not come in time; what `work` throws */
  take<T>(work: () => Promise<T>): Promise<T>;
}

/** @param count how many at a time
 * @param patienceMs how long one waits: whoever asked may be gone then */
export function createTurns(count: number, patienceMs: number): Turns {
  const slots = createSlots(count);
  let waiting = 0;
  return {
    take: async (work) => {
      const patience = new AbortController();
      const timer = setTimeout(() => patience.abort(busy(waiting, patienceMs)), patienceMs).unref();
      waiting += 1;
      const free = await slots.take(patience.signal).finally(() => {
        waiting -= 1;
        clearTimeout(timer);
      });
      try {
        return await work();
      } finally {
        free();
      }
    },
  };
}

const busy = (waiting: number, ms: number): TlcError =>
  new TlcError('SERVICE_BUSY', `the request waited behind others for ${ms / 1000} s and was not done`, {
    details: { waiting, retry_after_ms: ms },
  });
