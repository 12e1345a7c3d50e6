import { SpanKind } from '@opentelemetry/api';
import { headers } from '@nats-io/transport-node';
import { jobSubject } from '#contracts';
import { encode } from '../connection/json.js';
import type { Link } from '../connection/link.js';
import { messageSpan, traceHeaders } from '../tracing/messages.js';
import { traced } from '../tracing/traced.js';

/** Where a job stands in the queue. */
export interface JobTicket {
  /** The job's number, as every client gets it in the answer to its publication. */
  readonly sequence: number;
  /** The run that the job's events carry: its own, or `job-<sequence>` if it has none. */
  readonly run: string;
  /** A job of this id was queued a moment ago: this one is not. */
  readonly isDuplicate: boolean;
}

/** The run of a job that belongs to none. */
export const runOfSequence = (sequence: number): string => `job-${sequence}`;

export async function publishJob(link: Link, service: string, job: object, id?: string): Promise<JobTicket> {
  const subject = jobSubject(service);
  const { seq, duplicate } = await traced(...messageSpan(subject, SpanKind.PRODUCER), () =>
    link.js.publish(subject, encode(job), { msgID: id, headers: traceHeaders(headers()) }),
  );
  const { run } = job as { run?: unknown };
  return {
    sequence: seq,
    run: typeof run === 'string' ? run : runOfSequence(seq),
    isDuplicate: duplicate,
  };
}
