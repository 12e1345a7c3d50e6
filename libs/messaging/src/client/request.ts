import { SpanKind } from '@opentelemetry/api';
import { RequestError, TimeoutError } from '@nats-io/transport-node';
import { type ErrorBody, PREFIX, SERVING_SUBJECTS, SUBJECTS, TlcError, isHealthSubject, nearest } from '#contracts';
import { decode, encode } from '../connection/json.js';
import type { Link } from '../connection/link.js';
import { callerHeaders } from '../requests/caller.js';
import { messageSpan, traceHeaders } from '../tracing/messages.js';
import { traced } from '../tracing/traced.js';
import { untilFree } from './until-free.js';

const DEFAULT_TIMEOUT_MS = 10_000;

/** Asks, again where the service is busy, for as long as the time allows. */
export async function request<T>(link: Link, subject: string, body: object = {}, timeoutMs?: number): Promise<T> {
  checkSubject(subject);
  const timeout = timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const data = encode(body);
  const largest = link.nats.info?.max_payload ?? Infinity;
  if (data.length > largest) {
    throw new TlcError(
      'MESSAGE_TOO_LARGE',
      `a request on ${subject} has ${data.length} bytes; the server takes ${largest}`,
    );
  }
  return untilFree(timeout, (left) =>
    traced(...messageSpan(subject, SpanKind.CLIENT), () => askOnce<T>(link, subject, data, left)),
  );
}

async function askOnce<T>(link: Link, subject: string, data: Uint8Array, timeout: number): Promise<T> {
  const options = { timeout, headers: traceHeaders(callerHeaders(timeout)) };
  const reply = await link.nats.request(subject, data, options).catch((error: Error) => {
    throw unanswered(error, subject, Math.round(timeout));
  });
  const answer = decode<T & { error?: ErrorBody }>(reply.data);
  if (reply.headers?.has('Nats-Service-Error-Code') && answer.error) throw TlcError.fromBody(answer.error);
  return answer;
}

function checkSubject(subject: string): void {
  const known = [...SUBJECTS, ...SERVING_SUBJECTS].map((spec) => spec.subject);
  if (known.includes(subject) || isHealthSubject(subject) || !subject.startsWith(`${PREFIX}.`)) return;
  const near = nearest(subject, known);
  throw new TlcError('MESSAGE_UNKNOWN_SUBJECT', `${subject} has no handler.${near ? ` Did you mean ${near}?` : ''}`, {
    details: { subject, nearest: near },
  });
}

function unanswered(error: Error, subject: string, timeout: number): Error {
  if (error instanceof RequestError && error.isNoResponders()) {
    return new TlcError('SERVICE_TIMEOUT', `no service listens on ${subject}`, { cause: error, details: { subject } });
  }
  if (error instanceof TimeoutError || error.cause instanceof TimeoutError) {
    return new TlcError('SERVICE_TIMEOUT', `${subject} was not answered in ${timeout} ms`, {
      cause: error,
      details: { subject, timeout },
    });
  }
  return new TlcError('SERVER_UNREACHABLE', `${subject}: ${error.message}`, { cause: error });
}
