import { wrongSetting } from './wrong-setting.js';

/** Where servers are, and what stands before the `@` of their addresses. */
export interface Addresses {
  /** `host:port` each, with `tls://` before those that were given so. */
  readonly servers: string[];
  readonly hosts: readonly string[];
  readonly isTls: boolean;
  readonly credentials?: { readonly user: string; readonly password?: string };
  /** The addresses without what is secret in them. */
  readonly shown: string;
}

/** @param text `nats://host:port`, or `tls://`; several of a cluster are separated by commas
 * @param from where it stands
 * @throws TlcError CONFIG_WRONG_VALUE */
export function readAddresses(text: string, from: string): Addresses {
  const urls = text.split(',').map((address) => parsed(address, from));
  const secrets = new Set(
    urls.filter((url) => url.username).map(({ username, password }) => `${username}:${password}`),
  );
  if (secrets.size > 1)
    throw wrongSetting(from, 'the addresses have credentials that differ; one kind is shown to all');
  const own = urls.find((url) => url.username);
  return {
    servers: urls.map(({ protocol, host }) => (protocol === 'tls:' ? `tls://${host}` : host)),
    hosts: urls.map(({ hostname }) => hostname.replace(/^\[|\]$/g, '')),
    isTls: urls.some(({ protocol }) => protocol === 'tls:'),
    ...(own && { credentials: credentialsOf(own) }),
    shown: urls.map(withoutSecret).join(','),
  };
}

/** An address, or several, without user, password and token, as it may be shown. */
export const shownUrl = (url: string): string => readAddresses(url, 'the address of the NATS server').shown;

function credentialsOf({ username, password }: URL): Addresses['credentials'] {
  const [user, secret] = [username, password].map(decodeURIComponent);
  return { user, ...(secret !== '' && { password: secret }) };
}

function parsed(address: string, from: string): URL {
  const text = address.trim();
  let url: URL | undefined;
  try {
    const read = new URL(text.includes('://') ? text : `nats://${text}`);
    decodeURIComponent(read.username + read.password);
    url = read;
  } catch {
    // Refused as the others. The text is not shown: it may hold a password
  }
  // What follows a slash, ? or # belongs to a secret in which these are not written as %2F, %3F and %23
  const isWhole = url && /^\/?$/.test(url.pathname) && url.search === '' && url.hash === '';
  if (!url || !isWhole || !['nats:', 'tls:'].includes(url.protocol) || url.hostname === '') {
    throw wrongSetting(from, 'it is no address: nats://host:port is expected, or tls://host:port');
  }
  if (url.username === '' && url.password !== '') {
    throw wrongSetting(from, 'it has a password without a user; a token stands alone before the @');
  }
  return url;
}

const withoutSecret = ({ protocol, host }: URL): string => `${protocol}//${host}`;
