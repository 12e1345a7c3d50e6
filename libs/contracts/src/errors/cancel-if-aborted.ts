import { TlcError } from './tlc-error.js';

/** For work that looks at its signal now and then.
 * @throws TlcError JOB_CANCELLED when the signal is aborted */
export function cancelIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TlcError('JOB_CANCELLED', 'the job was cancelled', { cause: signal.reason });
}
