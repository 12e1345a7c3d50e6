import { type JetStreamClient, JetStreamApiError, jetstream } from '@nats-io/jetstream';
import { AuthorizationError, type NatsConnection, connect as dial } from '@nats-io/transport-node';
import { TlcError } from '#contracts';
import { ensureStreams } from '../streams/ensure-streams.js';
import { credentialsOf } from './credentials.js';

/** A connection with what is made of it. Nothing outside this library sees the NATS client's types. */
export interface Link {
  readonly nats: NatsConnection;
  readonly js: JetStreamClient;
}

export interface LinkOptions {
  /** Shown in the server's list of connections. */
  readonly name?: string;
  /** Wait for a server instead of failing when none answers. */
  readonly wait?: boolean;
}

/** Connects, for as long as the process wants: a server that stops and starts again is found again.
 * @param url `nats://host:port`, several separated by commas
 * @throws TlcError SERVER_UNREACHABLE, SERVER_REFUSED, SERVER_NO_JETSTREAM, and what credentialsOf throws */
export async function openLink(url: string, options: LinkOptions = {}): Promise<Link> {
  const { options: credentials, shown } = credentialsOf(url);
  const nats = await dial({
    ...credentials,
    name: options.name ?? 'tlc',
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 100,
    waitOnFirstConnect: options.wait ?? false,
    timeout: 5000,
    ignoreClusterUpdates: true,
  }).catch((error: Error) => {
    throw isRefusal(error)
      ? new TlcError('SERVER_REFUSED', `the NATS server at ${shown} lets nobody in with these credentials`)
      : new TlcError('SERVER_UNREACHABLE', `no NATS server answers at ${shown}: ${error.message}`, { cause: error });
  });
  try {
    const link = { nats, js: jetstream(nats) };
    await ensureStreams(link);
    return link;
  } catch (error) {
    await nats.close();
    throw isWithoutJetStream(error)
      ? new TlcError('SERVER_NO_JETSTREAM', `the NATS server at ${shown} runs without JetStream`, { cause: error })
      : error;
  }
}

/** The server says so itself; the client may say it in a cause. */
function isRefusal(error: Error): boolean {
  return error instanceof AuthorizationError || (error.cause instanceof Error && isRefusal(error.cause));
}

/** Nobody answers the JetStream API, or the account may not use it (10039). */
function isWithoutJetStream(error: unknown): boolean {
  const jetStreamDisabled = 10039;
  if (error instanceof JetStreamApiError) return error.code === jetStreamDisabled;
  return error instanceof Error && error.name === 'JetStreamNotEnabled';
}
