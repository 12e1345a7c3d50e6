import { randomUUID } from 'node:crypto';
import { AckPolicy, type Consumer, type ConsumerMessages, DeliverPolicy, type JsMsg } from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { type JobEvent, PREFIX, STREAMS, checkName, eventSubject } from '#contracts';
import { encode } from '../connection/json.js';
import type { Link } from '../connection/link.js';
import { isPassing } from '../connection/passing.js';
import { pause } from '../connection/pause.js';
import { ensureStreams } from '../streams/ensure-streams.js';
import { readEvent } from './read-event.js';

export interface EventOptions {
  readonly signal?: AbortSignal;
  /** false: end after the events that have happened up to now. */
  readonly follow?: boolean;
}

export async function publishEvent(link: Link, event: JobEvent): Promise<void> {
  const subject = eventSubject(event.run, event.step);
  const data = encode(event);
  // The same id at each attempt: an event whose acknowledgement was lost is not stored twice.
  const options = { msgID: randomUUID(), timeout: 2000 };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await link.js.publish(subject, data, options);
      return;
    } catch (error) {
      if (event.type === 'progress') return;
      if (link.nats.isClosed()) throw error;
      await pause(Math.min(100 * 2 ** attempt, 2000));
    }
  }
}

export async function* events(
  link: Link,
  run: string,
  { signal, follow = true }: EventOptions = {},
): AsyncGenerator<JobEvent> {
  const subject = eventSubject(checkName(run, 'run'), '*');
  let seen = 0;
  let stream = '';
  while (!signal?.aborted) {
    try {
      const created = await creationOf(link);
      // Another stream under the name: the server lost its store. Its numbers begin anew.
      if (created !== stream) seen = 0;
      stream = created;
      const consumer = await link.js.consumers.get(STREAMS.events, {
        filter_subjects: subject,
        deliver_policy: DeliverPolicy.StartSequence,
        opt_start_seq: seen + 1,
      });
      if (!follow && (await consumer.info(true)).num_pending === 0) return;
      for await (const message of messagesOf(consumer, signal)) {
        seen = message.seq;
        const event = readable(message);
        if (event) yield event;
        if (!follow && message.info.pending === 0) return;
      }
    } catch (error) {
      // The server is away: what it has to tell is heard when it is there again.
      if (link.nats.isClosed()) throw error;
      await pause(200, signal);
      await ensureStreams(link).catch(() => {});
    }
  }
}

async function creationOf(link: Link): Promise<string> {
  const manager = await link.js.jetstreamManager(false);
  return String((await manager.streams.info(STREAMS.events)).created);
}

/** The event of a message, or undefined where it is none. */
function readable({ subject, data }: JsMsg): JobEvent | undefined {
  try {
    return readEvent(subject, data);
  } catch {
    return undefined;
  }
}

export async function eachEvent(
  link: Link,
  name: string,
  handle: (event: JobEvent) => Promise<void> | void,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted && !link.nats.isClosed()) {
    try {
      const consumer = await durable(link, name);
      for await (const message of messagesOf(consumer, signal)) {
        const event = readable(message);
        const work = () => {
          message.working();
          return handle(event!);
        };
        if (!event) message.term('it is not an event');
        else if (await settled(link, work, signal)) message.ack();
        else if (!signal.aborted) message.term('the listener could not handle it');
      }
    } catch {
      // The server is away, or its streams are not there: a server that lost its store has none.
      await pause(500, signal);
      await ensureStreams(link).catch(() => {});
    }
  }
}

/** Whether `work` succeeded within a few attempts: an event that cannot be handled must not hold up the others for ever.
 * Attempts that the server or the system failed do not count: the event would be lost. */
async function settled(link: Link, work: () => Promise<void> | void, signal: AbortSignal): Promise<boolean> {
  for (let attempt = 0; attempt < 5 && !signal.aborted && !link.nats.isClosed();) {
    try {
      await work();
      return true;
    } catch (error) {
      if (!isPassing(error)) attempt += 1;
      await pause(100 * Math.max(attempt, 1), signal);
    }
  }
  return false;
}

async function durable(link: Link, name: string): Promise<Consumer> {
  const manager = await link.js.jetstreamManager(false);
  const info = await manager.consumers.add(STREAMS.events, {
    durable_name: name,
    ack_policy: AckPolicy.Explicit,
    deliver_policy: DeliverPolicy.All,
    filter_subject: `${PREFIX}.events.>`,
    // One at a time: after a listener died, the events that follow wait until the one that it had comes again.
    max_ack_pending: 1,
    ack_wait: nanos(5000),
  });
  return link.js.consumers.getConsumerFromInfo(info);
}

async function* messagesOf(consumer: Consumer, signal?: AbortSignal): AsyncGenerator<JsMsg> {
  const messages: ConsumerMessages = await consumer.consume({
    max_messages: 256,
    expires: 10_000,
    idle_heartbeat: 2500,
    // A consumer that is gone is made anew by the caller; waited for, it would never come back.
    abort_on_missing_resource: true,
  });
  const stop = () => messages.stop();
  signal?.addEventListener('abort', stop, { once: true });
  if (signal?.aborted) stop();
  try {
    yield* messages;
  } finally {
    signal?.removeEventListener('abort', stop);
    stop();
  }
}
