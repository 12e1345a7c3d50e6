import type { Consumer, JsMsg } from '@nats-io/jetstream';
import { STREAMS, type SubjectSpec } from '#contracts';
import type { Link } from '../connection/link.js';
import { pause } from '../connection/pause.js';
import { ensureQueue, queueConsumer } from '../streams/consumers.js';
import { ensureStreams } from '../streams/ensure-streams.js';
import { type DeliveryOptions, type JobHandler, deliver } from './deliver.js';

export interface ConsumeOptions extends DeliveryOptions {
  /** Jobs at once. */
  readonly workers: number;
}

export interface JobConsumer {
  /** Takes no more jobs; those at work have `graceMs` to finish, then they are told to stop and go back to the queue. */
  close(graceMs: number): Promise<void>;
}

/** Takes the jobs of a service's queue, one at a time a worker, for as long as it is not closed: through servers that
 * stop and start, and streams that were removed. */
export function consumeJobs(link: Link, spec: SubjectSpec, handle: JobHandler, options: ConsumeOptions): JobConsumer {
  const taking = new AbortController();
  const working = new AbortController();
  const worker = async () => {
    while (!taking.signal.aborted && !link.nats.isClosed()) {
      try {
        const consumer = await ensureConsumer(link, spec, options.ackWaitMs);
        for await (const message of messages(consumer, taking.signal)) {
          await deliver(link, spec, message, handle, options, working.signal);
        }
      } catch (error) {
        if (taking.signal.aborted) return;
        options.onTrouble(error, `the queue ${spec.subject} cannot be read now`);
        await pause(500, taking.signal);
        await ensureStreams(link).catch(() => {});
      }
    }
  };
  const workers = Promise.all(Array.from({ length: options.workers }, worker));
  return {
    close: async (graceMs) => {
      taking.abort();
      await Promise.race([workers, pause(graceMs)]);
      working.abort();
      await workers;
    },
  };
}

async function ensureConsumer(link: Link, spec: SubjectSpec, ackWaitMs: number): Promise<Consumer> {
  const manager = await link.js.jetstreamManager(false);
  await ensureQueue(manager, spec.service);
  // The consumer may have been made with another patience
  const { ack_wait } = queueConsumer(spec.service, ackWaitMs);
  const info = await manager.consumers.update(STREAMS.jobs, spec.service, { ack_wait });
  return link.js.consumers.getConsumerFromInfo(info);
}

/** One message after the other, each asked for when the one before is settled. */
async function* messages(consumer: Consumer, signal: AbortSignal): AsyncGenerator<JsMsg> {
  while (!signal.aborted) {
    const message = await next(consumer, signal);
    if (message) yield message;
  }
}

/** The next message, or undefined when none came in half a minute. The fetch is over before the job is done: it would
 * take the time of the job for a server that is silent. */
async function next(consumer: Consumer, signal: AbortSignal): Promise<JsMsg | undefined> {
  const batch = await consumer.fetch({ max_messages: 1, expires: 30_000, idle_heartbeat: 5000 });
  const stop = () => batch.stop();
  signal.addEventListener('abort', stop, { once: true });
  if (signal.aborted) stop();
  try {
    for await (const message of batch) return message;
    return undefined;
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}
