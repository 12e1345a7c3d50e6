import { cancelIfAborted, cancelled } from '#contracts';

/** What `work` resolves to, unless `signal` aborts first: then it rejects at once, and `tooLate` gets what `work` may
 * resolve to afterwards.
 * @throws TlcError JOB_CANCELLED */
export async function unlessCancelled<T>(
  signal: AbortSignal,
  work: () => Promise<T>,
  tooLate: (result: T) => void,
): Promise<T> {
  cancelIfAborted(signal);
  let giveUp: (() => void) | undefined;
  const aborted = new Promise<never>((_, reject) => {
    giveUp = () => reject(cancelled(signal));
    signal.addEventListener('abort', giveUp, { once: true });
  });
  const working = work();
  try {
    return await Promise.race([working, aborted]);
  } catch (error) {
    if (!signal.aborted) throw error;
    working.then(tooLate, () => undefined);
    throw cancelled(signal);
  } finally {
    if (giveUp) signal.removeEventListener('abort', giveUp);
  }
}
