import { type Msg, headers } from '@nats-io/transport-node';
import { TlcError } from '#contracts';
import { encode } from '../connection/json.js';

/** Answers a request. An answer that the server will not carry becomes an error. */
export function reply(message: Msg, answer: unknown, largest: number): void {
  const data = encode(answer ?? {});
  if (data.length <= largest) message.respond(data);
  else replyError(message, new TlcError('MESSAGE_TOO_LARGE', `the answer has ${data.length} bytes; ask for less`));
}

/** Answers with an error as any NATS client can read it: in the headers of NATS services, and as JSON. */
export function replyError(message: Msg, error: TlcError): void {
  const fields = headers();
  fields.set('Nats-Service-Error-Code', error.code);
  // A header is one line of printable characters.
  fields.set('Nats-Service-Error', error.message.replaceAll(/[^\x20-\x7e]+/g, ' ').slice(0, 500));
  message.respond(encode({ error: error.toBody() }), { headers: fields });
}
