import {
  AckPolicy,
  type ConsumerConfig,
  DeliverPolicy,
  JetStreamApiError,
  type JetStreamManager,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import { STREAMS, jobSubject } from '#contracts';

const ACK_WAIT_MS = 30_000;

/** The one consumer of a service's queue, which all its workers share: durable, and named like the service. */
export const queueConsumer = (service: string, ackWaitMs = ACK_WAIT_MS): Partial<ConsumerConfig> => ({
  durable_name: service,
  filter_subject: jobSubject(service),
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ackWaitMs),
  deliver_policy: DeliverPolicy.All,
  // The worker counts deliveries: a job over the limit is dead-lettered by whoever takes it, and cannot be forgotten.
  max_deliver: -1,
  max_ack_pending: 1000,
});

/** Makes the consumer of a queue where it is not there; one that is stays as its workers want it. */
export async function ensureQueue(manager: JetStreamManager, service: string): Promise<void> {
  const notFound = 10014;
  try {
    await manager.consumers.info(STREAMS.jobs, service);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== notFound) throw error;
    await manager.consumers.add(STREAMS.jobs, queueConsumer(service));
  }
}
