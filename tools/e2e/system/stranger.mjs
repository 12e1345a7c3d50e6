import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect } from '@nats-io/transport-node';
import { STREAMS, jobSubject } from '#contracts';

/** @import { JobEvent } from '#contracts' */

/**
 * A plain NATS client that knows nothing of TLC and sends bytes.
 *
 * @param {string} url
 */
export async function startStranger(url) {
  const { host, username: token } = new URL(url);
  const nats = await connect({ servers: host, token });
  const js = jetstream(nats);
  const manager = await jetstreamManager(nats);
  /** @type {JobEvent[]} */
  const events = [];
  nats.subscribe('tlc.v1.events.>', { callback: (_error, message) => void events.push(message.json()) });
  return {
    /** Every event of every run, in an array that grows as they come. */
    events,
    /**
     * The answer to a request, and the code in the header that NATS services put errors in.
     *
     * @param {string} subject
     * @param {string | Uint8Array} [body]
     * @returns {Promise<{ code?: string, answer: { error?: import('#contracts').ErrorBody, [key: string]: unknown } }>}
     */
    ask: async (subject, body) => {
      const reply = await nats.request(subject, body, { timeout: 60_000 });
      return { code: reply.headers?.get('Nats-Service-Error-Code') || undefined, answer: reply.json() };
    },
    /**
     * Puts a message into the queue of a service, and returns its number.
     *
     * @param {string} service
     * @param {string | Uint8Array} body
     */
    queue: async (service, body) => (await js.publish(jobSubject(service), body)).seq,
    /** What waits or is at work in the queue of a service, and how many have been delivered again.
     *
     * @param {string} service
     */
    waiting: async (service) => {
      const { num_pending, num_ack_pending, num_redelivered } = await manager.consumers.info(STREAMS.jobs, service);
      return { pending: num_pending, unsettled: num_ack_pending, redelivered: num_redelivered };
    },
    /** How many messages lie with the dead. */
    dead: async () => (await manager.streams.info(STREAMS.dead)).state.messages,
    close: () => nats.close(),
  };
}
