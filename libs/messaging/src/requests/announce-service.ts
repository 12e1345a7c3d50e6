import { type Msg, nuid } from '@nats-io/transport-node';
import { PREFIX, type SubjectSpec, VERSION } from '#contracts';
import { encode } from '../connection/json.js';
import type { Link } from '../connection/link.js';
import type { EndpointStats } from './endpoint-stats.js';

/** Requests that a service answers, and what it has done. */
export interface Endpoint {
  readonly spec: SubjectSpec;
  readonly stats: EndpointStats;
}

/** A service as `nats micro` lists it. */
export interface Announcement {
  readonly service: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly endpoints: readonly Endpoint[];
}

/** Answers the questions for services of NATS (`$SRV.PING`, `INFO` and `STATS`, of all, of a name, of one instance), by the
 * protocol of NATS' ADR-32. The subjects are apart from those of the service's own requests: an account that may not have
 * them has the service all the same.
 * @returns a function that ends it */
export function announceService(link: Link, { service, metadata = {}, endpoints }: Announcement): () => void {
  const identity = { name: `tlc-${service}`, id: nuid.next(), version: VERSION, metadata };
  const started = new Date().toISOString();
  const description = `The ${service} service of TLC`;
  const answers = {
    PING: () => ({ type: 'io.nats.micro.v1.ping_response', ...identity }),
    INFO: () => ({
      type: 'io.nats.micro.v1.info_response',
      ...identity,
      description,
      endpoints: endpoints.map((one) => ({ ...named(one), metadata: { description: one.spec.description } })),
    }),
    STATS: () => ({
      type: 'io.nats.micro.v1.stats_response',
      ...identity,
      started,
      endpoints: endpoints.map((one) => ({ ...named(one), ...counted(one.stats) })),
    }),
  };
  const subscriptions = Object.entries(answers).flatMap(([verb, answer]) => {
    const subjects = [`$SRV.${verb}`, `$SRV.${verb}.${identity.name}`, `$SRV.${verb}.${identity.name}.${identity.id}`];
    const callback = (error: Error | null, message: Msg) => void (!error && message.respond(encode(answer())));
    return subjects.map((subject) => link.nats.subscribe(subject, { callback }));
  });
  return () => subscriptions.forEach((subscription) => subscription.unsubscribe());
}

const named = ({ spec: { subject, service } }: Endpoint) => ({
  name: subject.slice(PREFIX.length + 1).replaceAll('.', '-'),
  subject,
  queue_group: service,
});

const counted = ({ requests, errors, lastError, nanoseconds }: EndpointStats) => ({
  num_requests: requests,
  num_errors: errors,
  last_error: lastError,
  processing_time: nanoseconds,
  average_processing_time: requests === 0 ? 0 : Math.round(nanoseconds / requests),
});
