import {
  JetStreamApiError,
  type JetStreamManager,
  RetentionPolicy,
  StorageType,
  type StreamConfig,
} from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import { PREFIX, STREAMS } from '#contracts';
import type { Link } from '../connection/link.js';

const DAY_NS = 24 * 3600 * 1e9;

/** The streams: jobs until they are done, events for a week, dead jobs for a month. Limits count messages, not bytes:
 * those a server sets aside at once, which a small disk does not have. */
const CONFIGS: readonly (Partial<StreamConfig> & { name: string })[] = [
  {
    name: STREAMS.jobs,
    description: 'Jobs that wait or are at work, a queue a service',
    subjects: [`${PREFIX}.jobs.*`],
    retention: RetentionPolicy.Workqueue,
    storage: StorageType.File,
  },
  {
    name: STREAMS.events,
    description: 'Events of the steps of runs',
    subjects: [`${PREFIX}.events.>`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 7 * DAY_NS,
    max_msgs: 500_000,
  },
  {
    name: STREAMS.dead,
    description: 'Jobs that could not be read, or not be done after several deliveries',
    subjects: [`${PREFIX}.dead.*`],
    retention: RetentionPolicy.Limits,
    storage: StorageType.File,
    max_age: 30 * DAY_NS,
    max_msgs: 10_000,
  },
];

/** Makes the streams and buckets that are not there; those that are stay as they are, with their messages. */
export async function ensureStreams(link: Link): Promise<void> {
  const manager = await link.js.jetstreamManager();
  const buckets = new Kvm(link.js);
  await Promise.all([
    ...CONFIGS.map((config) => ensureStream(manager, config)),
    buckets.create(STREAMS.runs, { history: 1, description: 'Runs by id' }),
    buckets.create(STREAMS.cancelled, { history: 1, ttl: 30 * 24 * 3600 * 1000, description: 'Ids of cancelled runs' }),
  ]);
}

async function ensureStream(manager: JetStreamManager, config: Partial<StreamConfig> & { name: string }) {
  const nameInUse = 10058;
  try {
    await manager.streams.add(config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== nameInUse) throw error;
    // An operator chose other limits or more replicas. Only the subjects are ours.
    const { subjects } = (await manager.streams.info(config.name)).config;
    if (String(subjects) !== String(config.subjects))
      await manager.streams.update(config.name, { subjects: config.subjects });
  }
}
