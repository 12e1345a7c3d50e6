import { TlcError } from '#contracts';
import type { Caller } from '#messaging';
import { createSlots } from './slots.js';

/** Work that is done a few at a time, in the order of asking: each piece has files open, of which a process may have few. */
export interface Turns {
  /** @param asked how long it may wait for its turn, for whoever asked may be gone then, and what it holds meanwhile
   * @throws TlcError SERVICE_BUSY where its turn did not come in time, or too many wait; what `work` throws */
  take<T>(work: () => Promise<T>, asked?: Partial<Caller>): Promise<T>;
}

export interface TurnsOptions {
  readonly atOnce: number;
  /** Pieces that wait, at most. */
  readonly most: number;
  /** Bytes of those that wait, at most. */
  readonly mostBytes: number;
  /** Patience of those that do not say. */
  readonly patienceMs: number;
}

/** Milliseconds of a piece before any is done. */
const FIRST_GUESS_MS = 100;
/** Weight of the newest piece in the mean time of one. */
const NEWEST = 0.05;
/** The soonest that a refused one may ask again. */
const SOONEST_MS = 50;

export function createTurns({ atOnce, most, mostBytes, patienceMs: usual }: TurnsOptions): Turns {
  const slots = createSlots(atOnce);
  /** Those that wait or are done, and the bytes of those that wait. */
  let [inside, held] = [0, 0];
  let mean = FIRST_GUESS_MS;
  const busy = (why: string) => {
    const waiting = Math.max(0, inside - atOnce);
    const after = Math.max(SOONEST_MS, Math.round((waiting * mean) / atOnce));
    const details = { waiting, retry_after_ms: after };
    return new TlcError('SERVICE_BUSY', `${why}; ${waiting} wait, and it was not done`, { details });
  };
  const turn = async (patienceMs: number): Promise<() => void | Promise<void>> => {
    const patience = new AbortController();
    const giveUp = () => patience.abort(busy(`the request waited behind others for ${patienceMs / 1000} s`));
    const timer = setTimeout(giveUp, patienceMs).unref();
    return slots.take(patience.signal).finally(() => clearTimeout(timer));
  };
  return {
    take: async (work, { patienceMs = usual, bytes = 0 } = {}) => {
      if (inside >= atOnce + most || held + bytes > mostBytes) throw busy('too many requests wait');
      inside += 1;
      held += bytes;
      try {
        const free = await turn(patienceMs).finally(() => (held -= bytes));
        const begin = performance.now();
        try {
          return await work();
        } finally {
          mean += NEWEST * (performance.now() - begin - mean);
          await free();
        }
      } finally {
        inside -= 1;
      }
    },
  };
}
