import { Module, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { FolderStore } from '#artifacts';
import type { SubjectSpec } from '#contracts';
import { jobLimits, type OperationRegistry } from '#jobs';
import type { HttpOptions } from '#http';
import { type Access, type Client, accessOf, connect } from '#messaging';
import { JobRunner } from '../jobs/job-runner.js';
import { artifactPlace, openStore } from '../store/open-store.js';
import { type Slots, createSlots } from '../slots/slots.js';
import { NatsTransport } from '../nest/nats-transport.js';
import { PassErrorsFilter } from '../nest/pass-errors.filter.js';
import { type Worker, createWorker } from '../worker/worker.js';
import { Health } from './health.js';
import { serviceHttp } from './service-http.js';
import { type Logger, createLogger, nestLogger } from './logger.js';
import { startTracing } from './tracing.js';
import { RuntimeModule } from './runtime.module.js';

/** What a service is. */
export interface ServiceDefinition {
  readonly name: string;
  /** Its Nest module, with the controllers of its messages. */
  readonly module: Type;
  /** Its messages, each of which has a handler. */
  readonly subjects: readonly SubjectSpec[];
  /** The operations that there are, where it does jobs. */
  readonly operations?: OperationRegistry;
  /** Services whose queues it uses: their consumers are made with the streams. */
  readonly queues?: readonly string[];
  /** Whether it answers over HTTP itself, so that the runtime does not. */
  readonly hasOwnHttp?: boolean;
  /** Folder from which its child process loads them; TLC's own if left out. */
  readonly folder?: string;
}

/** Where a service runs. */
export interface ServiceOptions {
  /** The NATS server: an access, or the address of a private one. Left out: what the variables TLC_NATS_… say. */
  readonly server?: string | Access;
  /** Left out: TLC_HOME, or `.tlc`. */
  readonly home?: string;
  /** Shared by all services of a process; left out: one heavy job at a time in this service. */
  readonly slots?: Slots;
  /** The folders that inputs may come from where TLC_INPUT_ROOTS names none; left out: none. */
  readonly inputRoots?: () => readonly string[];
  /** Where health and figures are had over HTTP; left out: nowhere. */
  readonly http?: HttpOptions;
  readonly logger?: Logger;
  /** Wait for the NATS server instead of failing when there is none. */
  readonly wait?: boolean;
  /** How long jobs may go on when the service closes; then they go back to the queue. Milliseconds. */
  readonly graceMs?: number;
  /** After this time without a sign of life of a worker its job goes to another; 30 s if left out. Milliseconds. */
  readonly ackWaitMs?: number;
}

export interface RunningService {
  readonly name: string;
  /** Takes no more messages, finishes what it has or gives it back, and ends the child process. */
  close(): Promise<void>;
}

/** Starts a service: connection, store, child process, and the handlers of its messages. Resolves when it listens.
 * @throws TlcError SERVICE_INCOMPLETE, HTTP_PORT_TAKEN, and what connect throws */
export async function startService(
  definition: ServiceDefinition,
  options: ServiceOptions = {},
): Promise<RunningService> {
  const { name } = definition;
  const logger = options.logger?.child({ service: name }) ?? createLogger(name);
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    undo.push(await startTracing());
    const http = options.http && !definition.hasOwnHttp ? await serviceHttp(options.http) : undefined;
    if (http) undo.push(() => http.close());
    const server = options.server ?? accessOf();
    const client = await connect(server, {
      name: `tlc-${name}`,
      wait: options.wait,
      onWait: (why) => logger.warn(`${name} waits for the NATS server: ${why}`),
      queues: definition.queues,
    });
    undo.push(() => client.close());
    const worker = workerOf(definition);
    if (worker) undo.push(() => worker.close());
    const store = await openStore(await artifactPlace(server, client), client, options.home);
    const { app, health, transport } = await assemble(definition, options, { logger, client, store, worker });
    await app.listen();
    undo.push(async () => {
      http?.shut();
      await app.close();
    });
    const isConnected = () => client.isConnected;
    http?.open({ service: name, health, isConnected, endpoints: () => transport.endpoints });
    logger.info({ url: client.address, home: options.home, http: http?.url }, `${name} listens`);
    return { name, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function workerOf({ name: service, operations, folder }: ServiceDefinition): Worker | undefined {
  return operations && createWorker({ service, operations: folder });
}

interface Parts {
  readonly logger: Logger;
  readonly client: Client;
  readonly store: FolderStore;
  readonly worker?: Worker;
}

async function assemble(definition: ServiceDefinition, options: ServiceOptions, parts: Parts) {
  const { logger, client, store, worker } = parts;
  const { name: service, module, subjects, operations } = definition;
  const slots = options.slots ?? createSlots(1);
  const limits = () => jobLimits(store.layout, options.inputRoots?.() ?? []);
  const jobs = worker && operations && new JobRunner({ service, client, store, worker, slots, operations, limits });
  const health = new Health(service, worker, jobs);
  const onTrouble = (error: unknown, what: string) => logger.warn({ err: error }, what);
  const { graceMs, ackWaitMs } = options;
  const transport = new NatsTransport({ client, service, subjects, graceMs, ackWaitMs, onTrouble });
  const computesHere = options.slots !== undefined;
  const imports = [RuntimeModule.of({ client, store, logger, health, jobs, computesHere, limits }), module];
  const app = await NestFactory.createMicroservice(root(imports), {
    strategy: transport,
    logger: nestLogger(logger),
    abortOnError: false,
  });
  app.useGlobalFilters(new PassErrorsFilter());
  return { app, health, transport };
}

function root(imports: Parameters<typeof Module>[0]['imports']): Type {
  class ServiceRoot {}
  Module({ imports })(ServiceRoot);
  return ServiceRoot;
}
