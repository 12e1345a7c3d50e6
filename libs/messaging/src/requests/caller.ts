import { headers, type Msg, type MsgHdrs } from '@nats-io/transport-node';

/** Header of a request: milliseconds that its sender waits for the answer. */
const PATIENCE = 'Tlc-Patience-Ms';

/** The longest that is believed: an hour. */
const LONGEST_MS = 3_600_000;

/** What is known of who sent a request. */
export interface Caller {
  /** Milliseconds that it waits for the answer; undefined where it does not say. */
  readonly patienceMs?: number;
  /** Bytes of the request. */
  readonly bytes: number;
}

export function callerOf({ headers: sent, data }: Pick<Msg, 'headers' | 'data'>): Caller {
  const patienceMs = Number(sent?.get(PATIENCE));
  return { bytes: data.length, ...(patienceMs > 0 && { patienceMs: Math.min(patienceMs, LONGEST_MS) }) };
}

/** @param timeoutMs how long the sender waits: a tenth of that is left for the work itself */
export function callerHeaders(timeoutMs: number): MsgHdrs {
  const fields = headers();
  fields.set(PATIENCE, String(Math.ceil(0.9 * timeoutMs)));
  return fields;
}
