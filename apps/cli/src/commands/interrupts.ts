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

/** A signal that the first Ctrl-C aborts; the second ends the process at once. `release` stops listening. */
export function interruptSignal(): { readonly signal: AbortSignal; readonly release: () => void } {
  const stop = new AbortController();
  const release = listenToInterrupts({ first: () => stop.abort(), again: () => process.exit(EXIT.cancelled) });
  return { signal: stop.signal, release };
}

/** Does work that the first Ctrl-C tells to stop, and the second ends at once. Returns the exit code.
 * @param work may throw anything once its signal is aborted */
export async function untilInterrupted(work: (signal: AbortSignal) => Promise<void>): Promise<number> {
  const { signal, release } = interruptSignal();
  try {
    await work(signal);
    return EXIT.ok;
  } catch (error) {
    if (signal.aborted) return EXIT.cancelled;
    throw error;
  } finally {
    release();
  }
}
