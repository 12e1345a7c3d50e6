import {
  DiscardPolicy,
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { Objm } from '@nats-io/obj';
import { PermissionViolationError } from '@nats-io/transport-node';
import { PREFIX, STREAMS } from '#contracts';
import type { Link } from '../connection/link.js';
import { OBJECTS_STREAM } from '../objects/bucket.js';
import { ensureQueue } from './consumers.js';
import type { StreamUse } from './limits.js';

const DAY_NS = 24 * 3600 * 1e9;

type Stream = Partial<StreamConfig> & { readonly name: string };

/** The streams: jobs until they are done, events for a week, dead jobs for a month. */
const CONFIGS: Readonly<Record<'jobs' | 'events' | 'dead', Stream>> = {
  jobs: {
    name: STREAMS.jobs,
    description: 'Jobs that wait or are at work, a queue a service',
    subjects: [`${PREFIX}.jobs.*`],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
    // A job that finds no room is refused; the jobs that wait stay
    discard: DiscardPolicy.New,
  },
  events: {
    name: STREAMS.events,
    description: 'Events of the steps of runs',
    subjects: [`${PREFIX}.events.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 7 * DAY_NS,
    max_msgs: 500_000,
  },
  dead: {
    name: STREAMS.dead,
    description: 'Jobs that could not be read, or not be done after several deliveries',
    subjects: [`${PREFIX}.dead.*`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 30 * DAY_NS,
    max_msgs: 10_000,
  },
};

const BUCKETS = {
  runs: { description: 'Runs by id' },
  cancelled: { description: 'Ids of cancelled runs', ttl: 30 * 24 * 3600 * 1000 },
  manifests: { description: 'Manifests of artifacts, and names of models' },
} as const;

const OBJECTS = { description: 'Files of artifacts', storage: StorageType.File };

/** Makes the streams and buckets that are not there, and the consumers of the link's queues; those that are stay as they
 * are, with their messages. */
export async function ensureStreams(link: Link): Promise<void> {
  const manager = await link.js.jetstreamManager();
  const buckets = new Kvm(link.js);
  const { replicas, bytes } = link.limits;
  const limit = (use: StreamUse) => ({ ...(bytes && { max_bytes: bytes[use] }) });
  const kept = link.keepsArtifacts ? (['runs', 'cancelled', 'manifests'] as const) : (['runs', 'cancelled'] as const);
  const streams = Object.entries(CONFIGS) as [keyof typeof CONFIGS, Stream][];
  await Promise.all([
    ...streams.map(([use, config]) => ensureStream(manager, { ...config, num_replicas: replicas, ...limit(use) })),
    ...kept.map((use) => buckets.create(STREAMS[use], { history: 1, replicas, ...BUCKETS[use], ...limit(use) })),
    ...(link.keepsArtifacts
      ? [new Objm(link.js).create(STREAMS.objects, { ...OBJECTS, replicas, ...limit('objects') })]
      : []),
  ]);
  await Promise.all(link.queues.map((service) => ensureQueue(manager, service)));
}

/** Whether the bucket of artifacts is there; not where these credentials may not even ask for it. */
export async function keepsArtifacts({ js }: Link): Promise<boolean> {
  const manager = await js.jetstreamManager(false);
  return manager.streams.info(OBJECTS_STREAM).then(
    () => true,
    (error) => {
      if (error instanceof JetStreamApiError && error.code === STREAM_NOT_FOUND) return false;
      if ([error, error.cause].some((each) => each instanceof PermissionViolationError)) return false;
      throw error;
    },
  );
}

const STREAM_NOT_FOUND = 10059;

/** Looks first: who may not make streams can use those that an operator made. */
async function ensureStream(manager: JetStreamManager, config: Stream): Promise<void> {
  try {
    // An operator chose other limits or more replicas. Only the subjects are ours.
    const { subjects } = (await manager.streams.info(config.name)).config;
    if (String(subjects) !== String(config.subjects))
      await manager.streams.update(config.name, { subjects: config.subjects });
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== STREAM_NOT_FOUND) throw error;
    await addStream(manager, config);
  }
}

/** Another service may have made it a moment ago, with other limits. */
async function addStream(manager: JetStreamManager, config: Stream): Promise<void> {
  const nameInUse = 10058;
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== nameInUse) throw error;
  }
}
