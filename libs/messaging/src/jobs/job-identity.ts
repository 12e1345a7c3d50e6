import { checkName } from '#contracts';
import { runOfSequence } from '../client/publish-job.js';
import { checkSize } from '../requests/read-body.js';

/** Whose events a job publishes. */
export interface JobIdentity {
  readonly run: string;
  readonly step: string;
}

interface Named {
  readonly run?: unknown;
  readonly step?: unknown;
  readonly operation?: unknown;
}

/** The run and step of a job: its own, or made from its number in the queue and its operation.
 * @throws TlcError NAME_INVALID */
export function jobIdentity(job: Named, sequence: number): JobIdentity {
  const step = job.step ?? (typeof job.operation === 'string' ? job.operation.replaceAll('.', '-') : 'job');
  return {
    run: job.run === undefined ? runOfSequence(sequence) : checkName(job.run, 'run'),
    step: checkName(step, 'step'),
  };
}

/** The same of a message that need not be a job: what cannot be read or used is made up. */
export function probableIdentity(data: Uint8Array, sequence: number): JobIdentity {
  const named = parse(data);
  const attempts = [named, { ...named, step: 'job' }, { ...named, run: undefined }, { step: 'job' }];
  for (const attempt of attempts) {
    try {
      return jobIdentity(attempt, sequence);
    } catch {
      continue;
    }
  }
  return { run: runOfSequence(sequence), step: 'job' };
}

function parse(data: Uint8Array): Named {
  try {
    checkSize(data);
    return Object(JSON.parse(Buffer.from(data).toString('utf8'))) as Named;
  } catch {
    return {};
  }
}
