import { type CustomTransportStrategy, type MessageHandler, Server } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { type SubjectSpec, TlcError } from '#contracts';
import {
  type Client,
  type ConsumeOptions,
  type Endpoint,
  EndpointStats,
  type JobConsumer,
  announceService,
  consumeJobs,
  linkOf,
  serveRequests,
} from '#messaging';
import { checkHandlers } from './check-handlers.js';

export interface TransportOptions extends Partial<ConsumeOptions> {
  readonly client: Client;
  readonly service: string;
  /** Its messages, each of which must have a handler. */
  readonly subjects: readonly SubjectSpec[];
  /** How long jobs may go on when the service shuts down. */
  readonly graceMs?: number;
}

/** Nest's way to NATS. `@MessagePattern(subject)` answers plain JSON requests of any client, its second argument (`@Ctx()`)
 * the Caller; `@EventPattern(subject)` does the jobs of a queue, its second argument the Delivery. Bodies are checked against the contracts'
 * classes before a handler sees them. Refuses to start when a message of the service has no handler, or two. */
export class NatsTransport extends Server implements CustomTransportStrategy {
  private readonly handled: string[] = [];
  private readonly requests: (() => Promise<void>)[] = [];
  private readonly jobs: JobConsumer[] = [];
  /** The requests that it answers. */
  readonly endpoints: Endpoint[] = [];
  private endAnnouncement = () => {};

  constructor(private readonly options: TransportOptions) {
    super();
  }

  override addHandler(pattern: unknown, callback: MessageHandler, isEventHandler = false, extras = {}): void {
    this.handled.push(this.normalizePattern(pattern as string));
    super.addHandler(pattern, callback, isEventHandler, extras);
  }

  listen(callback: (error?: unknown) => void): void {
    try {
      const { service, subjects } = this.options;
      checkHandlers(service, subjects, this.handled);
      for (const spec of subjects) this.open(spec);
      this.announce();
    } catch (error) {
      return callback(error);
    }
    // Once the server has answered, it knows of every subscription.
    linkOf(this.options.client)
      .nats.flush()
      .then(() => callback(), callback);
  }

  async close(): Promise<void> {
    this.endAnnouncement();
    await Promise.all([
      ...this.jobs.map((consumer) => consumer.close(this.options.graceMs ?? 2000)),
      ...this.requests.map((stop) => stop()),
    ]);
  }

  on(): never {
    throw new TypeError('this transport has no events; see Client.onReconnect');
  }

  unwrap<T>(): T {
    return this.options.client as T;
  }

  private open(spec: SubjectSpec): void {
    const link = linkOf(this.options.client);
    const handler = this.messageHandlers.get(spec.subject)!;
    const call = async (body: object, context?: object): Promise<unknown> =>
      lastValueFrom(this.transformToObservable(await handler(body, context)), { defaultValue: undefined });
    if (spec.kind === 'request') {
      const stats = new EndpointStats();
      this.endpoints.push({ spec, stats });
      this.requests.push(serveRequests(link, spec, call, stats));
    } else {
      const { workers = 1, ackWaitMs = 30_000, maxDeliveries = 5, onTrouble = this.logTrouble } = this.options;
      const options = { workers, ackWaitMs, maxDeliveries, onTrouble };
      const handle = async (job: object, delivery: object) => void (await call(job, delivery));
      this.jobs.push(consumeJobs(link, spec, handle, options));
    }
  }

  private announce(): void {
    const { client, service, subjects } = this.options;
    const queue = subjects.find(({ kind }) => kind === 'job')?.subject;
    const metadata: Record<string, string> = queue === undefined ? {} : { queue };
    this.endAnnouncement = announceService(linkOf(client), { service, metadata, endpoints: this.endpoints });
  }

  private readonly logTrouble = (error: unknown, what: string): void => {
    this.logger.warn(`${what}: ${TlcError.from(error).message}`);
  };
}
