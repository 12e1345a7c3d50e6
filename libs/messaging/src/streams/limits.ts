import { numberVariable } from '#contracts';

/** Limits of the streams that TLC makes. */
export interface StreamLimits {
  /** Servers of a cluster that keep each message. */
  readonly replicas: number;
  /** Bytes that each stream may hold, by what it holds; a server sets them aside at once. Left out: as many as it has. */
  readonly bytes?: Readonly<Record<StreamUse, number>>;
}

export type StreamUse = 'jobs' | 'events' | 'dead' | 'runs' | 'cancelled' | 'manifests' | 'objects';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

/** Each stream's variable and its bytes where the variable is not set. A job has a few KiB and 1 MiB at most. */
export const STREAM_BYTES: Readonly<Record<StreamUse, readonly [variable: string, bytes: number]>> = {
  jobs: ['TLC_NATS_JOBS_BYTES', 128 * MIB],
  events: ['TLC_NATS_EVENTS_BYTES', 512 * MIB],
  dead: ['TLC_NATS_DEAD_BYTES', 64 * MIB],
  runs: ['TLC_NATS_RUNS_BYTES', 256 * MIB],
  cancelled: ['TLC_NATS_CANCELLED_BYTES', 16 * MIB],
  manifests: ['TLC_NATS_MANIFESTS_BYTES', 256 * MIB],
  objects: ['TLC_NATS_OBJECTS_BYTES', 16 * GIB],
};

/** The limits that variables set, for a server of somebody else. -1 bytes stand for no limit.
 * @throws TlcError CONFIG_WRONG_VALUE */
export function limitsOf(env: NodeJS.ProcessEnv): StreamLimits {
  const bytes = Object.entries(STREAM_BYTES).map(([use, [name, otherwise]]) => {
    return [use, numberVariable(env, name, { least: -1 }) || otherwise];
  });
  return {
    replicas: numberVariable(env, 'TLC_NATS_REPLICAS', { least: 1, most: 5 }) ?? 1,
    bytes: Object.fromEntries(bytes) as Record<StreamUse, number>,
  };
}
