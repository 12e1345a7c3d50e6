import { readFileSync } from 'node:fs';
import { type ConnectionOptions, credsAuthenticator, nkeyAuthenticator } from '@nats-io/transport-node';
import { TlcError } from '#contracts';

/** How to reach a server, and what to show of that. */
export interface Credentials {
  readonly options: Pick<ConnectionOptions, 'servers' | 'user' | 'pass' | 'token' | 'authenticator' | 'tls'>;
  /** The addresses without what is secret in them. */
  readonly shown: string;
}

/** What a client shows a server to be let in: what the address has before its `@` (`user:password`, or a token alone), else
 * what the variables say: TLC_NATS_USER and TLC_NATS_PASSWORD, TLC_NATS_TOKEN, TLC_NATS_CREDS (a credentials file) or
 * TLC_NATS_NKEY (a file with the seed of an nkey). Of `tls://` addresses TLC_NATS_CA says who is trusted; TLC_NATS_CERT and
 * TLC_NATS_KEY are the client's own certificate.
 * @param url `nats://host:port`, several separated by commas
 * @throws TlcError CONFIG_WRONG_VALUE for an address that is none, for credentials of two kinds, and for half of a pair;
 * FILE_MISSING for a file that cannot be read */
export function credentialsOf(url: string, env: NodeJS.ProcessEnv = process.env): Credentials {
  const addresses = url.split(',').map(parsed);
  const shown = addresses.map(withoutSecret).join(',');
  const own = addresses.find(({ username }) => username !== '');
  const given = own ? ofAddress(own) : ofVariables(env);
  const isTls = addresses.some(({ protocol }) => protocol === 'tls:');
  return {
    shown,
    options: {
      servers: addresses.map(({ protocol, host }) => (protocol === 'tls:' ? `tls://${host}` : host)),
      ...given,
      ...(isTls && { tls: certificates(env) }),
    },
  };
}

/** An address, or several, without user, password and token, as it may be shown. */
export function shownUrl(url: string): string {
  return url
    .split(',')
    .map((address) => withoutSecret(parsed(address)))
    .join(',');
}

function parsed(address: string): URL {
  const text = address.trim();
  try {
    const url = new URL(text.includes('://') ? text : `nats://${text}`);
    decodeURIComponent(url.username + url.password);
    // What follows a slash, ? or # belongs to a secret in which these are not written as %2F, %3F and %23
    if (/^\/?$/.test(url.pathname) && url.search === '' && url.hash === '') return url;
  } catch {
    // Refused as the others
  }
  // The text is not shown: it may hold a password
  throw wrong('the address of the NATS server', 'it is none: nats://host:port is expected, or tls://host:port');
}

const withoutSecret = ({ protocol, host }: URL): string => `${protocol}//${host}`;

function ofAddress({ username, password }: URL): Credentials['options'] {
  const [name, secret] = [username, password].map(decodeURIComponent);
  return secret === '' ? { token: name } : { user: name, pass: secret };
}

function ofVariables(env: NodeJS.ProcessEnv): Credentials['options'] {
  const { TLC_NATS_USER: user, TLC_NATS_PASSWORD: pass, TLC_NATS_TOKEN: token } = env;
  const { TLC_NATS_CREDS: creds, TLC_NATS_NKEY: nkey } = env;
  const kinds = Object.entries({
    TLC_NATS_USER: user,
    TLC_NATS_TOKEN: token,
    TLC_NATS_CREDS: creds,
    TLC_NATS_NKEY: nkey,
  });
  const used = kinds.filter(([, value]) => value).map(([name]) => name);
  if (used.length > 1) throw wrong(used.join(' and '), 'give one kind of credentials');
  if (!user !== !pass) throw wrong('TLC_NATS_USER and TLC_NATS_PASSWORD', 'one of them is missing');
  if (user) return { user, pass };
  if (token) return { token };
  if (creds) return { authenticator: credsAuthenticator(contentOf('TLC_NATS_CREDS', creds)) };
  if (!nkey) return {};
  const seed = Buffer.from(contentOf('TLC_NATS_NKEY', nkey)).toString('utf8').trim();
  return { authenticator: nkeyAuthenticator(new TextEncoder().encode(seed)) };
}

function certificates(env: NodeJS.ProcessEnv): ConnectionOptions['tls'] {
  const { TLC_NATS_CA: ca, TLC_NATS_CERT: cert, TLC_NATS_KEY: key } = env;
  if (!cert !== !key) throw wrong('TLC_NATS_CERT and TLC_NATS_KEY', 'one of them is missing');
  for (const [name, path] of Object.entries({ TLC_NATS_CA: ca, TLC_NATS_CERT: cert, TLC_NATS_KEY: key })) {
    if (path) contentOf(name, path);
  }
  return { ...(ca && { caFile: ca }), ...(cert && { certFile: cert, keyFile: key }) };
}

function contentOf(variable: string, path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (cause) {
    const message = `${variable}: ${path} cannot be read (${(cause as NodeJS.ErrnoException).code})`;
    throw new TlcError('FILE_MISSING', message, { cause, details: { path } });
  }
}

const wrong = (field: string, message: string) =>
  new TlcError('CONFIG_WRONG_VALUE', `${field}: ${message}`, { details: { field } });
