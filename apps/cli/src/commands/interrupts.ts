import { EXIT } from '../errors/exit-codes.js';

/** Calls back on Ctrl-C (and SIGTERM): `first` once, `again` from then on. Returns a function that stops listening. */
export function listenToInterrupts(callbacks: { first(): void; again(): void }): () => void {
  let count = 0;
  const interrupted = () => {
    count += 1;
    if (count === 1) callbacks.first();
    else callbacks.again();
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, interrupted);
  return () => {
    for (const signal of signals) process.off(signal, interrupted);
  };
}

/** Does work that the first Ctrl-C tells to stop, and the second ends at once. Returns the exit code.
 * @param work may throw anything once its signal is aborted */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const stop = new AbortController();
  const release = listenToInterrupts({ first: () => stop.abort(), again: () => process.exit(EXIT.cancelled) });
  try {
    await work(stop.signal);
    return EXIT.ok;
  } catch (error) {
    if (stop.signal.aborted) return EXIT.cancelled;
    throw error;
  } finally {
    release();
  }
}
