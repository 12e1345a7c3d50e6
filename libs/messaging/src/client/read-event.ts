import { EVENT_BODIES, type JobEvent, TlcError, checkConfig, checkName, eventSubject, wrongValue } from '#contracts';
import { readObject } from '../requests/read-body.js';

/** The event that a message holds, checked as requests are: anybody on the bus may have published it.
 * @throws TlcError MESSAGE_TOO_LARGE, MESSAGE_NOT_JSON, MESSAGE_NOT_OBJECT, CONFIG_…, NAME_INVALID */
export function readEvent(subject: string, data: Uint8Array): JobEvent {
  const value = readObject(data) as { readonly type?: unknown };
  const kinds = Object.keys(EVENT_BODIES);
  const type = kinds.find((kind) => kind === value.type) as JobEvent['type'] | undefined;
  if (type === undefined) throw wrongValue('type', value.type, `one of ${kinds.join(', ')}`, kinds);
  checkConfig(EVENT_BODIES[type], value);
  const event = value as JobEvent;
  const own = eventSubject(checkName(event.run, 'run'), checkName(event.step, 'step'));
  if (own === subject) return event;
  throw new TlcError('CONFIG_WRONG_VALUE', `the event on ${subject} is of the step ${event.step} of ${event.run}`);
}
