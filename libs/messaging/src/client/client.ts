import { type JobEvent, STREAMS } from '#contracts';
import type { Access } from '../access/access.js';
import { type LinkOptions, openLink } from '../connection/link.js';
import { keepLink } from '../connection/links.js';
import { type Objects, openObjects } from '../objects/objects.js';
import { ensureStreams, keepsArtifacts } from '../streams/ensure-streams.js';
import { type Bucket, openBucket } from './bucket.js';
import { type Cancellations, openCancellations } from './cancellations.js';
import { type EventOptions, eachEvent, events, publishEvent } from './events.js';
import { patientBucket } from './patient-bucket.js';
import { type JobTicket, publishJob } from './publish-job.js';
import { releaseJobs } from './release-jobs.js';
import { request } from './request.js';

/** What TLC does with a NATS server, in TLC's words. */
export interface Client extends Cancellations {
  /** Sends a request and returns its reply.
   * @throws TlcError the service's own, SERVICE_TIMEOUT, MESSAGE_UNKNOWN_SUBJECT, MESSAGE_TOO_LARGE */
  request<T>(subject: string, body?: object, timeoutMs?: number): Promise<T>;
  /** Puts a job into the queue of a service. A second job of the same `id` within two minutes is not queued. */
  publishJob(service: string, job: object, id?: string): Promise<JobTicket>;
  /** Gives back at once the jobs that workers took who are no more: for who knows that nobody is at work. */
  releaseJobs(): Promise<void>;
  /** Publishes an event, waiting for a server that is away; a `progress` event is dropped then. */
  publishEvent(event: JobEvent): Promise<void>;
  /** The events of a run, those of the past first, then each as it happens, until `signal` or the loop's end. */
  events(run: string, options?: EventOptions): AsyncIterable<JobEvent>;
  /** Calls `handle` with every event of every run, in order, each once it is done with the one before. What happens
   * while nobody listens under this `name` is delivered later. Resolves when `signal` aborts. */
  eachEvent(name: string, handle: (event: JobEvent) => Promise<void> | void, signal: AbortSignal): Promise<void>;
  /** What the pipelines service remembers of runs. */
  readonly runs: Bucket<unknown>;
  /** Manifests of artifacts, and names of models, where the server keeps artifacts; waits for a server that is away. */
  readonly manifests: Bucket<unknown>;
  /** The files of artifacts, there too. */
  readonly objects: Objects;
  /** Whether the server keeps artifacts: somebody has chosen it and the bucket is there. */
  keepsArtifacts(): Promise<boolean>;
  /** Calls back at each new connection after one was lost; returns a function that ends it. */
  onReconnect(callback: () => void): () => void;
  readonly isConnected: boolean;
  /** Where the server is, without what is secret. */
  readonly address: string;
  /** Resolves when all that was sent has left. */
  close(): Promise<void>;
}

/** Connects to a NATS server with JetStream and makes the streams that are missing.
 * @param server an access (accessOf reads one from variables), or an address that holds all it takes, as that of a private
 * server; then no variable counts
 * @throws TlcError as openLink */
export async function connect(server: string | Access, options: LinkOptions = {}): Promise<Client> {
  const link = await openLink(server, options);
  const callbacks = new Set<() => void>();
  let isConnected = true;
  void (async () => {
    for await (const { type } of link.nats.status()) {
      if (type === 'disconnect' || type === 'close') isConnected = false;
      if (type !== 'reconnect') continue;
      isConnected = true;
      // The server may have lost its store: who waits for jobs, and who scales on them, finds the queues again
      void ensureStreams(link).catch(() => {});
      for (const callback of callbacks) callback();
    }
  })();
  const client: Client = {
    ...openCancellations(link),
    request: (subject, body, timeoutMs) => request(link, subject, body, timeoutMs),
    publishJob: (service, job, id) => publishJob(link, service, job, id),
    releaseJobs: () => releaseJobs(link),
    publishEvent: (event) => publishEvent(link, event),
    events: (run, eventOptions) => events(link, run, eventOptions),
    eachEvent: (name, handle, signal) => eachEvent(link, name, handle, signal),
    runs: openBucket(link, STREAMS.runs),
    manifests: patientBucket(link, openBucket(link, STREAMS.manifests)),
    objects: openObjects(link),
    keepsArtifacts: () => keepsArtifacts(link),
    onReconnect: (callback) => {
      callbacks.add(callback);
      return () => void callbacks.delete(callback);
    },
    get isConnected() {
      return isConnected;
    },
    address: link.shown,
    close: () => close(link),
  };
  keepLink(client, link);
  return client;
}

/** A drain waits for the server, which may be away. */
async function close({ nats }: { nats: { flush(): Promise<void>; close(): Promise<void> } }): Promise<void> {
  const deadline = new Promise<void>((resolve) => setTimeout(resolve, 1000).unref());
  await Promise.race([nats.flush().catch(() => {}), deadline]);
  await nats.close();
}
