import {
  type Authenticator,
  type ConnectionOptions,
  credsAuthenticator,
  jwtAuthenticator,
  nkeyAuthenticator,
  nkeys,
} from '@nats-io/transport-node';
import type { Addresses } from './addresses.js';
import { contentOf } from './secret-file.js';
import type { Setting, SettingName, Settings } from './settings.js';
import { wrongSetting } from './wrong-setting.js';

type Shown = Pick<ConnectionOptions, 'user' | 'pass' | 'token' | 'authenticator'>;

const KINDS: readonly SettingName[] = ['user', 'token', 'creds', 'nkey', 'user_jwt'];

/** What a client shows a server to be let in: what its address has, else the settings of one kind. Files are read anew at
 * each connection, so that credentials may be exchanged while a service runs.
 * @throws TlcError CONFIG_WRONG_VALUE, FILE_MISSING */
export function authentication(settings: Settings, { credentials }: Addresses): Shown {
  if (credentials) {
    const { user, password } = credentials;
    return password === undefined ? { token: user } : { user, pass: password };
  }
  const used = KINDS.flatMap((name) => settings[name] ?? []).map(({ from }) => from);
  if (used.length > 1) throw wrongSetting(used.join(' and '), 'give one kind of credentials');
  const { user, password, token, creds, nkey, user_jwt: jwt, user_seed: seed } = settings;
  if (!user !== !password) throw wrongSetting((user ?? password)!.from, 'user and password are both needed');
  if (user && password) return { user: user.value, pass: password.value };
  if (token) return { token: token.value };
  if (creds) return { authenticator: ofFile(creds, 'a credentials file', credentialsIn) };
  if (nkey) return { authenticator: ofFile(nkey, 'the seed of a user’s nkey', ofSeed) };
  if (jwt) return { authenticator: jwtAuthenticator(jwt.value, seed && seedOf(seed)) };
  return {};
}

/** Reads a file at each connection. One that became useless in the meantime is passed over for what it was before: a
 * client that cannot answer gives up its connection for good. */
function ofFile(file: Setting, what: string, read: (content: Buffer) => Authenticator): Authenticator {
  const open = (): Authenticator => {
    const content = contentOf(file);
    try {
      const authenticator = read(content);
      authenticator('nonce');
      return authenticator;
    } catch {
      throw wrongSetting(file.from, `${file.value} is not ${what}`);
    }
  };
  let last = open();
  return (nonce) => {
    try {
      last = open();
    } catch {
      // The last that could be used
    }
    return last(nonce);
  };
}

function credentialsIn(content: Buffer): Authenticator {
  const authenticator = credsAuthenticator(content);
  const { jwt } = authenticator('nonce') as { jwt: string };
  const [, claims] = jwt.split('.');
  JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'));
  return authenticator;
}

function ofSeed(content: Buffer): Authenticator {
  const seed = new TextEncoder().encode(content.toString('utf8').trim());
  checkUser(seed);
  return nkeyAuthenticator(seed);
}

function seedOf({ value, from }: Setting): Uint8Array {
  const seed = new TextEncoder().encode(value);
  try {
    checkUser(seed);
    return seed;
  } catch {
    throw wrongSetting(from, 'it is not the seed of a user’s nkey');
  }
}

/** An account's or operator's seed is not to be shown to servers. */
function checkUser(seed: Uint8Array): void {
  if (!nkeys.fromSeed(seed).getPublicKey().startsWith('U')) throw new TypeError('not the nkey of a user');
}
