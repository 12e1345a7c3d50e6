import { type JetStreamClient, jetstream } from '@nats-io/jetstream';
import { type NatsConnection, connect as dial } from '@nats-io/transport-node';
import { type Access, accessOfAddress } from '../access/access.js';
import { type ClientOptions, clientOptions } from '../access/client-options.js';
import { ensureStreams } from '../streams/ensure-streams.js';
import type { StreamLimits } from '../streams/limits.js';
import { isPassing } from './passing.js';
import { pause } from './pause.js';
import { unconnected, unusable } from './refusals.js';
import { checkVersion } from './server-version.js';

/** A connection with what is made of it. Nothing outside this library sees the NATS client's types. */
export interface Link {
  readonly nats: NatsConnection;
  readonly js: JetStreamClient;
  /** The address, without what is secret. */
  readonly shown: string;
  /** Limits of streams that are made. */
  readonly limits: StreamLimits;
  /** Services whose queues have their consumers made with the streams. */
  readonly queues: readonly string[];
  /** Whether the server keeps the artifacts, so that their buckets are made with the streams. */
  readonly keepsArtifacts: boolean;
}

export interface LinkOptions {
  /** Shown in the server's list of connections. */
  readonly name?: string;
  /** Wait for a server instead of failing when none answers. One that refuses is not waited for. */
  readonly wait?: boolean;
  /** Told once that a server is waited for, and why. */
  readonly onWait?: (why: string) => void;
  /** Services whose queues are to be there with the streams, before any worker is: what scales from zero looks at them. */
  readonly queues?: readonly string[];
}

const WAIT_MS = 500;

/** Connects, for as long as the process wants: a server that stops and starts again is found again.
 * @param server an access, or the address of a server with what it takes to be let in
 * @throws TlcError SERVER_UNREACHABLE, SERVER_REFUSED, SERVER_TLS_FAILED, SERVER_NO_JETSTREAM, SERVER_TOO_OLD, and what
 * clientOptions throws */
export async function openLink(server: string | Access, options: LinkOptions = {}): Promise<Link> {
  const access = typeof server === 'string' ? accessOfAddress(server) : server;
  const client = clientOptions(access);
  for (let isFirst = true; ; isFirst = false) {
    try {
      return await open(client, access, options);
    } catch (error) {
      if (!options.wait || !isPassing(error)) throw error;
      if (isFirst) options.onWait?.((error as Error).message);
      await pause(WAIT_MS);
    }
  }
}

async function open(
  client: ClientOptions,
  { streams: limits, artifacts }: Access,
  { name, queues = [] }: LinkOptions,
): Promise<Link> {
  const { shown } = client;
  const nats = await dial({
    ...client.options,
    name: name ?? 'tlc',
    maxReconnectAttempts: -1,
    // A server whose accounts are being exchanged refuses for a while
    ignoreAuthErrorAbort: true,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    timeout: 5000,
    ignoreClusterUpdates: true,
  }).catch((error: Error) => {
    throw unconnected(error, client);
  });
  try {
    checkVersion(nats.info?.version, `at ${shown}`);
    const link = {
      nats,
      js: jetstream(nats, client.jetstream),
      shown,
      limits,
      queues,
      keepsArtifacts: artifacts === 'nats',
    };
    await ensureStreams(link);
    return link;
  } catch (error) {
    await nats.close();
    throw unusable(error, shown);
  }
}
