import { TlcError } from '#contracts';
import type { Client } from '#messaging';

export interface CancelSignal {
  /** Aborts, with JOB_CANCELLED, when the run is cancelled. */
  readonly signal: AbortSignal;
  release(): void;
}

const LOOK_MS = 5000;

/** Listens for the cancelling of a run, and looks for the note of it now and then: an order that was given while the
 * server was away from here is found too. */
export async function cancelSignal(client: Client, run: string): Promise<CancelSignal> {
  const controller = new AbortController();
  const abort = () => controller.abort(new TlcError('JOB_CANCELLED', `the run ${run} was cancelled`));
  const look = async () => {
    if (await client.isCancelled(run)) abort();
  };
  const forget = client.onCancel((cancelled) => {
    if (cancelled === run) abort();
  });
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);
  const release = () => {
    forget();
    clearInterval(timer);
  };
  await look().catch((error) => {
    release();
    throw error;
  });
  return { signal: controller.signal, release };
}
