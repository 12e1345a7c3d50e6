import { jobSubject } from '#contracts';
import { encode } from '../connection/json.js';
import type { Link } from '../connection/link.js';

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
  const { seq, duplicate } = await link.js.publish(jobSubject(service), encode(job), { msgID: id });
  const { run } = job as { run?: unknown };
  return {
    sequence: seq,
    run: typeof run === 'string' ? run : runOfSequence(seq),
    isDuplicate: duplicate,
  };
}
