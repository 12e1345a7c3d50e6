import { TlcError } from '#contracts';

/** @throws TlcError JOB_CANCELLED when the signal is aborted */
export function cancelIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TlcError('JOB_CANCELLED', 'the job was cancelled', { cause: signal.reason });
}
