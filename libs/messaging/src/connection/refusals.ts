import { JetStreamApiError } from '@nats-io/jetstream';
import { AuthorizationError, PermissionViolationError, UserAuthenticationExpiredError } from '@nats-io/transport-node';
import { TlcError } from '#contracts';
import type { ClientOptions } from '../access/client-options.js';

/** What it means that a server could not be connected to.
 * @param client what it was tried with */
export function unconnected(error: Error, { shown, options: { tls } }: ClientOptions): TlcError {
  if (causes(error).some(isRefusal)) {
    return new TlcError('SERVER_REFUSED', `the NATS server at ${shown} lets nobody in with these credentials`);
  }
  const failure = causes(error).find(isOfTls);
  if (failure) {
    return new TlcError('SERVER_TLS_FAILED', `TLS with the NATS server at ${shown} failed: ${failure.message}`, {
      cause: error,
    });
  }
  // TLS 1.3 lets a server refuse when the client has already begun to wait
  const hint = tls && !tls.certFile ? ' (it may want a certificate of the client: TLC_NATS_CERT)' : '';
  return new TlcError('SERVER_UNREACHABLE', `no NATS server answers at ${shown}: ${error.message}${hint}`, {
    cause: error,
  });
}

/** What it means that the streams could not be made at a server that let the client in. */
export function unusable(error: unknown, shown: string): unknown {
  if (error instanceof TlcError) return error;
  const violation = causes(error).find((each) => each instanceof PermissionViolationError);
  if (violation) {
    const { operation, subject } = violation as PermissionViolationError;
    const message = `the NATS server at ${shown} does not let these credentials ${operation} on ${subject}`;
    return new TlcError('SERVER_REFUSED', message, { cause: error, details: { operation, subject } });
  }
  if (isWithoutJetStream(error)) {
    return new TlcError('SERVER_NO_JETSTREAM', `the NATS server at ${shown} runs without JetStream`, { cause: error });
  }
  if (error instanceof JetStreamApiError) {
    const message = `JetStream at ${shown} refused to make a stream or consumer: ${error.message}`;
    return isAway(error)
      ? new TlcError('SERVER_UNREACHABLE', message, { cause: error })
      : new TlcError('SERVER_REFUSED', message, { cause: error });
  }
  return error;
}

/** A cluster that has no leader yet, as at its start; not one without room (10023). */
function isAway({ status, code }: JetStreamApiError): boolean {
  const noRoom = 10023;
  return status === 503 && code !== noRoom;
}

/** An error and those that it was made from. */
function causes(error: unknown): Error[] {
  return isError(error) ? [error, ...causes(error.cause)] : [];
}

const isError = (value: unknown): value is Error => typeof (value as Partial<Error> | undefined)?.message === 'string';

const isRefusal = (error: Error): boolean =>
  error instanceof AuthorizationError || error instanceof UserAuthenticationExpiredError;

/** OpenSSL's words, Node's about certificates, and those of the client about a server that has no TLS or nothing else. */
function isOfTls(error: Error): boolean {
  const { code = '', message } = error as NodeJS.ErrnoException;
  return /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|ERR_SSL|^EPROTO$/.test(code) || /'?tls'?/i.test(message);
}

/** Nobody answers the JetStream API, or the account may not use it (10039). */
function isWithoutJetStream(error: unknown): boolean {
  const jetStreamDisabled = 10039;
  if (error instanceof JetStreamApiError) return error.code === jetStreamDisabled;
  return error instanceof Error && error.name === 'JetStreamNotEnabled';
}
