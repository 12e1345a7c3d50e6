import { TlcError } from './tlc-error.js';

/** The error for work that was given up. */
export const cancelled = (signal: AbortSignal): TlcError =>
  new TlcError('JOB_CANCELLED', 'the job was cancelled', { cause: signal.reason });

/** For work that looks at its signal now and then.
 * @throws TlcError JOB_CANCELLED when the signal is aborted */
export function cancelIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled(signal);
}
