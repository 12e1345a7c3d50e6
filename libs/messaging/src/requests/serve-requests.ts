import { SpanKind } from '@opentelemetry/api';
import type { Msg } from '@nats-io/transport-node';
import { type SubjectSpec, TlcError } from '#contracts';
import type { Link } from '../connection/link.js';
import { messageSpan, traceOf } from '../tracing/messages.js';
import { traced } from '../tracing/traced.js';
import { type Caller, callerOf } from './caller.js';
import { EndpointStats } from './endpoint-stats.js';
import { readBody } from './read-body.js';
import { reply, replyError } from './reply.js';

export type RequestHandler = (body: object, caller: Caller) => Promise<unknown>;

/** Answers the requests of a subject, several at a time; of several processes of one service, one answers each.
 * @param stats counts them
 * @returns a function that stops taking requests and resolves when those taken are answered */
export function serveRequests(
  link: Link,
  spec: SubjectSpec,
  handle: RequestHandler,
  stats = new EndpointStats(),
): () => Promise<void> {
  const open = new Set<Promise<void>>();
  const subscription = link.nats.subscribe(spec.subject, {
    queue: spec.service,
    callback: (error, message) => {
      if (error) return;
      const answered = answer(link, spec, handle, message, stats).finally(() => open.delete(answered));
      open.add(answered);
    },
  });
  return async () => {
    subscription.unsubscribe();
    await Promise.all(open);
  };
}

async function answer(link: Link, spec: SubjectSpec, handle: RequestHandler, message: Msg, stats: EndpointStats) {
  const largest = link.nats.info?.max_payload ?? Infinity;
  const begin = performance.now();
  try {
    const span = messageSpan(spec.subject, SpanKind.SERVER, { parent: traceOf(message.headers) });
    reply(
      message,
      await traced(...span, async () => handle(readBody(message.data, spec.body), callerOf(message))),
      largest,
    );
    stats.count(performance.now() - begin);
  } catch (cause) {
    const error = TlcError.from(cause);
    replyError(message, error);
    stats.count(performance.now() - begin, error.code);
  }
}
