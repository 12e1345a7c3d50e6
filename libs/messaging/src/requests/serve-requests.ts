import type { Msg } from '@nats-io/transport-node';
import { type SubjectSpec, TlcError } from '#contracts';
import type { Link } from '../connection/link.js';
import { readBody } from './read-body.js';
import { reply, replyError } from './reply.js';

export type RequestHandler = (body: object) => Promise<unknown>;

/** Answers the requests of a subject, several at a time; of several processes of one service, one answers each.
 * @returns a function that stops taking requests and resolves when those taken are answered */
export function serveRequests(link: Link, spec: SubjectSpec, handle: RequestHandler): () => Promise<void> {
  const open = new Set<Promise<void>>();
  const subscription = link.nats.subscribe(spec.subject, {
    queue: spec.service,
    callback: (error, message) => {
      if (error) return;
      const answered = answer(link, spec, handle, message).finally(() => open.delete(answered));
      open.add(answered);
    },
  });
  return async () => {
    subscription.unsubscribe();
    await Promise.all(open);
  };
}

async function answer(link: Link, spec: SubjectSpec, handle: RequestHandler, message: Msg): Promise<void> {
  const largest = link.nats.info?.max_payload ?? Infinity;
  try {
    reply(message, await handle(readBody(message.data, spec.body)), largest);
  } catch (error) {
    replyError(message, TlcError.from(error));
  }
}
