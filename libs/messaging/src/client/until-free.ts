import { setTimeout as sleep } from 'node:timers/promises';
import { TlcError } from '#contracts';

/** Asks again what was refused as SERVICE_BUSY, after the milliseconds that the refusal says, or a little more: those who were
 * refused together do not all come back together. Ends with the refusal where there is no time to ask again.
 * @param ask gets the milliseconds that are left */
export async function untilFree<T>(timeoutMs: number, ask: (leftMs: number) => Promise<T>): Promise<T> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    try {
      return await ask(Math.max(1, end - performance.now()));
    } catch (error) {
      const after =
        error instanceof TlcError && error.code === 'SERVICE_BUSY' ? error.details?.retry_after_ms : undefined;
      const pause = Number(after) * (1 + Math.random() / 2);
      if (!(performance.now() + pause < end)) throw error;
      await sleep(pause);
    }
  }
}
