import { SpanKind } from '@opentelemetry/api';
import type { JsMsg } from '@nats-io/jetstream';
import { type JobMessage, type SubjectSpec, TlcError } from '#contracts';
import type { Link } from '../connection/link.js';
import { readBody } from '../requests/read-body.js';
import { messageSpan, traceOf } from '../tracing/messages.js';
import { traced } from '../tracing/traced.js';
import { deadLetter } from './dead-letter.js';
import { type JobIdentity, jobIdentity, probableIdentity } from './job-identity.js';
import { settle } from './settle.js';

/** What a job's handler is told beside the job. */
export interface Delivery extends JobIdentity {
  /** The job's number in the queue. */
  readonly sequence: number;
  /** 1 at first; more when an earlier worker did not finish it. */
  readonly attempt: number;
  /** Aborts when the service shuts down: reject then, and the job is delivered to another worker. */
  readonly signal: AbortSignal;
}

/** Does a job. What it resolves means that the job is settled, well or badly; what it rejects with is trouble of the
 * worker's own, after which the job is delivered again. */
export type JobHandler = (job: JobMessage, delivery: Delivery) => Promise<void>;

export interface DeliveryOptions {
  /** After this time without a sign of life the server gives a job to another worker. */
  readonly ackWaitMs: number;
  readonly maxDeliveries: number;
  readonly onTrouble: (error: unknown, what: string) => void;
}

/** Sees a delivered message through: checks it, has it done while the server hears that the worker is alive, and
 * settles it. */
export async function deliver(
  link: Link,
  spec: SubjectSpec,
  message: JsMsg,
  handle: JobHandler,
  options: DeliveryOptions,
  signal: AbortSignal,
): Promise<void> {
  const { seq: sequence } = message;
  const { deliveryCount: attempt } = message.info;
  const job = await readJob(link, spec, message, attempt, options);
  if (!job) return;
  const heartbeat = setInterval(() => message.working(), options.ackWaitMs / 3);
  try {
    const identity = jobIdentity(job, sequence);
    const attributes = { 'tlc.run': identity.run, 'tlc.step': identity.step, 'tlc.attempt': attempt };
    const span = messageSpan(spec.subject, SpanKind.CONSUMER, { attributes, parent: traceOf(message.headers) });
    await traced(...span, () => handle(job, { ...identity, sequence, attempt, signal }));
    await settle(link, message, 'ack');
  } catch (error) {
    if (!signal.aborted) options.onTrouble(error, `job ${sequence} is delivered again`);
    await settle(link, message, { againAfterMs: signal.aborted ? 0 : Math.min(1000 * 2 ** (attempt - 1), 30_000) });
  } finally {
    clearInterval(heartbeat);
  }
}

/** The job, or undefined for a message that went to the dead ones. */
async function readJob(
  link: Link,
  spec: SubjectSpec,
  message: JsMsg,
  attempt: number,
  { maxDeliveries }: DeliveryOptions,
): Promise<JobMessage | undefined> {
  try {
    if (attempt > maxDeliveries) {
      throw new TlcError('JOB_CRASHED', `${maxDeliveries} workers took the job and none finished it`, {
        details: { deliveries: maxDeliveries },
      });
    }
    const job = readBody(message.data, spec.body) as JobMessage;
    jobIdentity(job, message.seq);
    return job;
  } catch (error) {
    const identity = probableIdentity(message.data, message.seq);
    await deadLetter(link, spec.service, message, identity, TlcError.from(error));
    return undefined;
  }
}
