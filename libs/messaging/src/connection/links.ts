import type { Link } from './link.js';

const links = new WeakMap<object, Link>();

/** Remembers the connection behind a client, which the client's callers do not see. */
export function keepLink(client: object, link: Link): void {
  links.set(client, link);
}

/** The connection behind a client. */
export function linkOf(client: object): Link {
  const link = links.get(client);
  if (!link) throw new TypeError('not a client made by connect()');
  return link;
}
