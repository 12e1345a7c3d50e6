/** Places for work that keeps the processor busy: two trainings at once would disturb each other's clocks. */
export interface Slots {
  /** Waits for a place, in the order of asking; returns a function that gives it back, at once or when that resolves.
   * @throws the signal's reason when it aborts first */
  take(signal: AbortSignal): Promise<() => void | Promise<void>>;
}

/** @param count how many places there are */
export function createSlots(count: number): Slots {
  const waiting: (() => void)[] = [];
  let free = count;
  const give = () => {
    const next = waiting.shift();
    if (next) next();
    else free += 1;
  };
  return {
    take: async (signal) => {
      signal.throwIfAborted();
      if (free > 0) free -= 1;
      else await turn(waiting, signal);
      let isGiven = false;
      return () => {
        if (!isGiven) give();
        isGiven = true;
      };
    },
  };
}

function turn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const come = () => {
      signal.removeEventListener('abort', leave);
      resolve();
    };
    const leave = () => {
      waiting.splice(waiting.indexOf(come), 1);
      reject(signal.reason);
    };
    waiting.push(come);
    signal.addEventListener('abort', leave, { once: true });
  });
}
