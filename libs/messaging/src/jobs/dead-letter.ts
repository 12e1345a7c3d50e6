import type { JsMsg } from '@nats-io/jetstream';
import { headers } from '@nats-io/transport-node';
import { type TlcError, deadSubject } from '#contracts';
import { publishEvent } from '../client/events.js';
import type { Link } from '../connection/link.js';
import type { JobIdentity } from './job-identity.js';
import { settle } from './settle.js';

/** Puts a job that cannot be done where an operator finds it, with the reason in its headers, says so to those who wait
 * for it, and takes it off the queue. In this order, so that nothing is lost in between. */
export async function deadLetter(
  link: Link,
  service: string,
  message: JsMsg,
  { run, step }: JobIdentity,
  error: TlcError,
): Promise<void> {
  const fields = headers();
  fields.set('Tlc-Error-Code', error.code);
  fields.set('Tlc-Error', error.message.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 500));
  fields.set('Tlc-Run', run);
  fields.set('Tlc-Step', step);
  await link.js.publish(deadSubject(service), message.data, { headers: fields, msgID: `${service}-${message.seq}` });
  const time = new Date().toISOString();
  await publishEvent(link, { type: 'failed', run, step, service, time, error: error.toBody() });
  await settle(link, message, 'term');
}
