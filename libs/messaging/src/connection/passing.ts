import { JetStreamApiError, JetStreamError } from '@nats-io/jetstream';
import {
  ConnectionError,
  InvalidArgumentError,
  NoRespondersError,
  PermissionViolationError,
  RequestError,
  TimeoutError,
} from '@nats-io/transport-node';
import { TlcError } from '#contracts';

const PASSING_CODES: readonly string[] = ['DISK_FULL', 'FILES_TOO_MANY', 'SERVER_UNREACHABLE', 'SERVICE_TIMEOUT'];

const PASSING = [RequestError, TimeoutError, ConnectionError, NoRespondersError, JetStreamError] as const;

/** Whether what went wrong may go well later: the server is away, busy or without space, or a stream has to be made anew.
 * What was refused for its content is refused again. */
export function isPassing(error: unknown): boolean {
  if (error instanceof TlcError) return PASSING_CODES.includes(error.code);
  if (error instanceof JetStreamApiError) return error.status >= 500 || error.status === 404;
  const { cause } = error as Error;
  if (cause instanceof InvalidArgumentError || cause instanceof PermissionViolationError) return false;
  if ((error as Error).name === 'JetStreamNotEnabled') return true; // nobody answered several times
  return PASSING.some((kind) => error instanceof kind) || isOfSystem(error);
}

/** Such as ENOSPC or EMFILE. */
const isOfSystem = (error: unknown): boolean => (error as NodeJS.ErrnoException).syscall !== undefined;
