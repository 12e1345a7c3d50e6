import { setTimeout as sleep } from 'node:timers/promises';
import { TlcError } from '#contracts';

/** How the hub is asked. */
export interface RequestOptions {
  /** How long an answer may take to begin, in milliseconds. */
  readonly patience: number;
  /** Pauses before a request is made again, in milliseconds. */
  readonly pauses: readonly number[];
  readonly signal?: AbortSignal;
}

export const REQUESTS: RequestOptions = { patience: 30_000, pauses: [500, 3000] };

/** `fetch` that ends where the hub does not answer, and that turns its refusals into errors with a code.
 *
 * @param model what is asked for, for messages
 * @throws TlcError (of the function) HUB_UNREACHABLE, HUB_MODEL_MISSING, HUB_ACCESS_DENIED */
export function hubFetch(model: string, { patience, signal }: RequestOptions): typeof fetch {
  return async (input, init) => {
    const controller = new AbortController();
    const timer = setTimeout(() => controller.abort(new Error(`no answer in ${patience / 1000} s`)), patience);
    const signals = [controller.signal, ...(signal ? [signal] : [])];
    try {
      const response = await fetch(input, { ...init, signal: AbortSignal.any(signals) });
      if (!response.ok) await checkRefusal(response, model);
      return response;
    } catch (error) {
      signal?.throwIfAborted();
      throw error instanceof TlcError ? error : unreachable(model, error);
    } finally {
      clearTimeout(timer);
    }
  };
}

/** Does something again while the hub cannot be reached, a few times. */
export async function persistently<T>({ pauses, signal }: RequestOptions, action: () => Promise<T>): Promise<T> {
  for (const pause of pauses) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof TlcError) || error.code !== 'HUB_UNREACHABLE') throw error;
      await sleep(pause, undefined, { signal });
    }
  }
  return action();
}

/** What a request failed with, as an error with a code. */
export function unreachable(model: string, error: unknown): TlcError {
  if (error instanceof TlcError) return error;
  const { message, cause } = error instanceof Error ? error : { message: String(error), cause: undefined };
  const because = cause instanceof Error && cause.message ? `${message}: ${cause.message}` : message;
  return new TlcError('HUB_UNREACHABLE', `The hub was asked for ${model} in vain: ${because}.`, { cause: error });
}

async function checkRefusal(response: Response, model: string): Promise<void> {
  const { status, headers } = response;
  const code = headers.get('x-error-code');
  // A file that is not there is no error: who asks for it sees to that
  if (code === 'EntryNotFound') return;
  const refuse = (...[name, message]: ConstructorParameters<typeof TlcError>): never => {
    throw new TlcError(name, message, { details: { model, status } });
  };
  await response.body?.cancel();
  if (code === 'RevisionNotFound') refuse('HUB_MODEL_MISSING', `The hub has no such revision of ${model}.`);
  if (code === 'GatedRepo' || status === 403)
    refuse('HUB_ACCESS_DENIED', `The hub does not give ${model} to everyone.`);
  // To who is not logged in, the hub says 401 of models that there are not
  if (status === 404 || status === 401) refuse('HUB_MODEL_MISSING', `The hub has no public model ${model}.`);
  refuse('HUB_UNREACHABLE', `The hub was asked for ${model} in vain: it answered with status ${status}.`);
}
