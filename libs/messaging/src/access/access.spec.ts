import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encodeAccount, encodeOperator, encodeUser, fmtCreds } from '@nats-io/jwt';
import { nkeys } from '@nats-io/transport-node';
import { connect } from '../client/client.js';
import { accessOf } from './access.js';
import { type TestServers, fixture, testServers, tlsOf } from './fixtures/test-servers.js';

let servers: TestServers;
beforeAll(async () => {
  servers = await testServers();
});
afterAll(() => servers.close());

/** Connects as a service does that has these variables. */
async function tryWith(variables: Record<string, string>): Promise<string> {
  try {
    const client = await connect(accessOf(variables));
    await client.close();
    return 'connected';
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return `${code} ${message}`;
  }
}

/** Writes a context as `nats context add` does, and returns the variables that choose it. */
async function contextOf(name: string, fields: object): Promise<Record<string, string>> {
  const folder = join(servers.folder, 'nats', 'context');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ description: '', nsc: '', ...fields }));
  return { XDG_CONFIG_HOME: servers.folder, TLC_NATS_CONTEXT: name };
}

/** A file in the folder of the servers. */
async function fileOf(name: string, content: Uint8Array | string): Promise<string> {
  const path = join(servers.folder, name);
  await writeFile(path, content);
  return path;
}

describe('a secured server lets in', () => {
  it('who has user and password, in the address, in variables or in a context, and nobody else', async () => {
    const port = await servers.start('user', 'authorization { user: ada, password: "s3cret/+" }');
    const url = `nats://127.0.0.1:${port}`;
    const secret = encodeURIComponent('s3cret/+');
    expect(await tryWith({ TLC_NATS_URL: `nats://ada:${secret}@127.0.0.1:${port}` })).toBe('connected');
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_USER: 'ada', TLC_NATS_PASSWORD: 's3cret/+' })).toBe('connected');
    const context = await contextOf('user', { url, user: 'ada', password: 's3cret/+' });
    expect(await tryWith(context)).toBe('connected');
    const byPath = { TLC_NATS_CONTEXT: join(servers.folder, 'nats', 'context', 'user.json') };
    expect(await tryWith(byPath)).toBe('connected');
    const wrong: Record<string, string>[] = [
      { TLC_NATS_URL: url },
      { TLC_NATS_URL: `nats://ada:wr0ng@127.0.0.1:${port}` },
      { ...context, TLC_NATS_PASSWORD: 'wr0ng' },
    ];
    for (const refused of wrong) {
      const refusal = await tryWith(refused);
      expect(refusal).toBe(`SERVER_REFUSED the NATS server at ${url} lets nobody in with these credentials`);
    }
  });

  it('who has the token', async () => {
    const port = await servers.start('token', 'authorization { token: t0ken }');
    const url = `127.0.0.1:${port}`;
    expect(await tryWith({ TLC_NATS_URL: `nats://t0ken@${url}` })).toBe('connected');
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_TOKEN: 't0ken' })).toBe('connected');
    expect(await tryWith(await contextOf('token', { url, token: 't0ken' }))).toBe('connected');
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_TOKEN: 'other' })).toMatch(/^SERVER_REFUSED/);
  });

  it('who has the seed of an nkey', async () => {
    const pair = nkeys.createUser();
    const port = await servers.start('nkey', `authorization { users: [{ nkey: ${pair.getPublicKey()} }] }`);
    const url = `127.0.0.1:${port}`;
    const nkey = await fileOf('user.nk', Buffer.concat([pair.getSeed(), Buffer.from('\n')]));
    const other = await fileOf('other.nk', nkeys.createUser().getSeed());
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_NKEY: nkey })).toBe('connected');
    expect(await tryWith(await contextOf('nkey', { url, nkey }))).toBe('connected');
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_NKEY: other })).toMatch(/^SERVER_REFUSED/);
    expect(await tryWith({ TLC_NATS_URL: url })).toMatch(/^SERVER_REFUSED/);
  });

  it('who has the credentials of an account of its operator', async () => {
    const [operator, account, system, user] = ['Operator', 'Account', 'Account', 'User'].map((kind) =>
      nkeys[`create${kind}` as 'createUser'](),
    );
    const stores = { mem_storage: -1, disk_storage: -1, streams: -1, consumer: -1 };
    const unlimited = { ...stores, conn: -1, subs: -1, data: -1, payload: -1 };
    const jwts = await Promise.all([
      encodeOperator('operator', operator, { system_account: system.getPublicKey() }),
      encodeAccount('tlc', account, { limits: unlimited }, { signer: operator }),
      encodeAccount('system', system, {}, { signer: operator }),
    ]);
    const preload = `{ ${account.getPublicKey()}: ${jwts[1]}, ${system.getPublicKey()}: ${jwts[2]} }`;
    const config = `operator: ${jwts[0]}\nresolver: MEMORY\nresolver_preload: ${preload}`;
    const url = `127.0.0.1:${await servers.start('jwt', config)}`;
    const jwt = await encodeUser('ada', user, account);
    const creds = await fileOf('ada.creds', fmtCreds(jwt, user));
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_CREDS: creds })).toBe('connected');
    expect(await tryWith(await contextOf('jwt', { url, creds }))).toBe('connected');
    const seed = Buffer.from(user.getSeed()).toString();
    expect(await tryWith(await contextOf('parts', { url, user_jwt: jwt, user_seed: seed }))).toBe('connected');
    const foreign = fmtCreds(await encodeUser('eve', user, nkeys.createAccount()), user);
    const eve = await fileOf('eve.creds', foreign);
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_CREDS: eve })).toMatch(/^SERVER_REFUSED/);
    expect(await tryWith({ TLC_NATS_URL: url })).toMatch(/^SERVER_REFUSED/);
  });

  it('whom it permits to use JetStream, and tells what it does not permit', async () => {
    const denied = '{ user: eve, password: p, permissions: { publish: "tlc.>", subscribe: ">" } }';
    const inbox = '{ user: ada, password: p, permissions: { publish: ">", subscribe: ["_INBOX_ada.>", "tlc.>"] } }';
    const port = await servers.start('rights', `authorization { users: [${denied}, ${inbox}] }`);
    const refusal = await tryWith({ TLC_NATS_URL: `nats://eve:p@127.0.0.1:${port}` });
    expect(refusal).toMatch(/^SERVER_REFUSED .* does not let these credentials publish on \$JS\.API\./);
    const url = `nats://ada:p@127.0.0.1:${port}`;
    expect(await tryWith({ TLC_NATS_URL: url })).toMatch(/^SERVER_REFUSED .* subscription on _INBOX\./);
    expect(await tryWith({ TLC_NATS_URL: url, TLC_NATS_INBOX_PREFIX: '_INBOX_ada' })).toBe('connected');
  });
});

describe('TLS', () => {
  const ca = fixture('authority.pem');

  it.each(['127.0.0.1', 'localhost'])('trusts the authority that is named, at the address %s', async (host) => {
    const port = await servers.start('tls', tlsOf('server'));
    expect(await tryWith({ TLC_NATS_URL: `tls://${host}:${port}`, TLC_NATS_CA: ca })).toBe('connected');
    expect(await tryWith({ TLC_NATS_URL: `nats://${host}:${port}`, TLC_NATS_CA: ca })).toBe('connected');
    const context = await contextOf('tls', { url: `nats://${host}:${port}`, ca });
    expect(await tryWith(context)).toBe('connected');
    const stranger = { TLC_NATS_URL: `tls://${host}:${port}`, TLC_NATS_CA: fixture('stranger.pem') };
    expect(await tryWith(stranger)).toMatch(/^SERVER_TLS_FAILED/);
    expect(await tryWith({ TLC_NATS_URL: `tls://${host}:${port}` })).toMatch(/^SERVER_TLS_FAILED/);
    await servers.stop('tls');
  });

  it('refuses a certificate that is not of the host', async () => {
    const port = await servers.start('elsewhere', tlsOf('elsewhere'));
    for (const host of ['127.0.0.1', 'localhost']) {
      const refusal = await tryWith({ TLC_NATS_URL: `tls://${host}:${port}`, TLC_NATS_CA: ca });
      expect(refusal).toMatch(new RegExp(`^SERVER_TLS_FAILED .*${host}.* is not in the cert's`));
    }
  });

  it('shows a certificate of one’s own to a server that asks for it', async () => {
    const port = await servers.start('mutual', tlsOf('server', `ca_file: "${ca}", verify: true`));
    const url = { TLC_NATS_URL: `tls://127.0.0.1:${port}`, TLC_NATS_CA: ca };
    const own = { TLC_NATS_CERT: fixture('client.pem'), TLC_NATS_KEY: fixture('client-key.pem') };
    expect(await tryWith({ ...url, ...own })).toBe('connected');
    const context = { url: url.TLC_NATS_URL, ca, cert: own.TLC_NATS_CERT, key: own.TLC_NATS_KEY };
    expect(await tryWith(await contextOf('mutual', context))).toBe('connected');
    expect(await tryWith(url)).toMatch(/TLC_NATS_CERT/);
  }, 15_000);

  it('comes before the greeting where that is asked for', async () => {
    const port = await servers.start('first', tlsOf('server', 'handshake_first: true'));
    const url = { TLC_NATS_URL: `nats://127.0.0.1:${port}`, TLC_NATS_CA: ca };
    expect(await tryWith({ ...url, TLC_NATS_TLS_FIRST: 'true' })).toBe('connected');
    const context = await contextOf('first', { url: url.TLC_NATS_URL, ca, tls_first: true });
    expect(await tryWith(context)).toBe('connected');
  });

  it('is not left out where a server has none', async () => {
    const port = await servers.start('plain');
    const url = `127.0.0.1:${port}`;
    const wanted: Record<string, string>[] = [{ TLC_NATS_URL: `tls://${url}` }, { TLC_NATS_CA: ca }];
    for (const tls of wanted) {
      const refusal = await tryWith({ TLC_NATS_URL: url, ...tls });
      expect(refusal).toMatch(/^SERVER_TLS_FAILED .*server does not support 'tls'/);
    }
  });
});

it('of several servers one that answers is found', async () => {
  const port = await servers.start('one-of-several');
  const away = 'nats://127.0.0.1:1';
  expect(await tryWith({ TLC_NATS_URL: `${away},nats://127.0.0.1:${port}` })).toBe('connected');
  expect(await tryWith({ TLC_NATS_URL: `${away},nats://127.0.0.1:2` })).toMatch(/^SERVER_UNREACHABLE/);
});

it('a client that its server refuses for a while is let in again', async () => {
  const ada = 'authorization { user: ada, password: p }';
  const port = await servers.start('exchanged', ada);
  const client = await connect(`nats://ada:p@127.0.0.1:${port}`);
  await servers.stop('exchanged');
  await servers.start('exchanged', 'authorization { user: ada, password: other }');
  // Several attempts, each of which is refused
  await new Promise((resolve) => setTimeout(resolve, 1500));
  await servers.stop('exchanged');
  await servers.start('exchanged', ada);
  while (!client.isConnected) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(await client.runs.list()).toEqual([]);
  await client.close();
});
