import type { JsMsg } from '@nats-io/jetstream';
import { RequestError, nanos } from '@nats-io/transport-node';
import type { Link } from '../connection/link.js';
import { pause } from '../connection/pause.js';

/** What becomes of a delivered job: done, given up for good, or delivered again after a while. */
export type Settlement = 'ack' | 'term' | { readonly againAfterMs: number };

/** Tells the server, and waits until it has noted it, through a time without a server too: a job whose end was lost
 * would be delivered again. */
export async function settle(link: Link, message: JsMsg, settlement: Settlement): Promise<void> {
  const { reply } = message as JsMsg & { reply: string };
  while (!link.nats.isClosed()) {
    try {
      await link.nats.request(reply, payload(settlement), { timeout: 2000 });
      return;
    } catch (error) {
      if (error instanceof RequestError && error.isNoResponders()) return; // the queue is gone
      await pause(200);
    }
  }
}

function payload(settlement: Settlement): string {
  if (settlement === 'ack') return '+ACK';
  if (settlement === 'term') return '+TERM';
  return `-NAK ${JSON.stringify({ delay: nanos(settlement.againAfterMs) })}`;
}
