import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nkeys } from '@nats-io/transport-node';
import { connect } from '../client/client.js';
import { freePort } from '../server/free-port.js';
import { findServerProgram } from '../server/program.js';
import { startServer } from '../server/start-server.js';
import { credentialsOf, shownUrl } from './credentials.js';

let folder: string;
const servers: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-credentials-'));
});
afterAll(async () => {
  for (const server of servers) {
    server.kill('SIGKILL');
    await once(server, 'exit');
  }
  await rm(folder, { recursive: true });
});

/** The port of a real server with these lines in its config. */
async function serverWith(name: string, config: string): Promise<number> {
  const port = await freePort();
  const file = join(folder, `${name}.conf`);
  await writeFile(file, `${config}\njetstream { store_dir: ${JSON.stringify(join(folder, name))} }\n`);
  servers.push(spawn(findServerProgram(), ['-a', '127.0.0.1', '-p', String(port), '-c', file], { stdio: 'ignore' }));
  while (!(await listens(port))) await sleep(20);
  return port;
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    socket.on('connect', () => socket.destroy());
  });
}

/** Connects with these variables set. */
async function tryWith(url: string, variables: Record<string, string> = {}): Promise<string> {
  Object.assign(process.env, variables);
  try {
    const client = await connect(url);
    await client.close();
    return 'connected';
  } catch (error) {
    const { code, message } = error as Error & { code: string };
    return `${code} ${message}`;
  } finally {
    for (const name of Object.keys(variables)) delete process.env[name];
  }
}

describe('a secured server lets in', () => {
  it('who has user and password, in the address or in variables, and nobody else', async () => {
    const port = await serverWith('user', 'authorization { user: ada, password: "s3cret/+" }');
    const secret = encodeURIComponent('s3cret/+');
    expect(await tryWith(`nats://ada:${secret}@127.0.0.1:${port}`)).toBe('connected');
    const variables = { TLC_NATS_USER: 'ada', TLC_NATS_PASSWORD: 's3cret/+' };
    expect(await tryWith(`nats://127.0.0.1:${port}`, variables)).toBe('connected');
    for (const url of [`nats://127.0.0.1:${port}`, `nats://ada:wr0ng@127.0.0.1:${port}`]) {
      const refusal = await tryWith(url);
      expect(refusal).toMatch(new RegExp(`^SERVER_REFUSED the NATS server at nats://127.0.0.1:${port} `));
      expect(refusal).not.toContain('wr0ng');
    }
  });

  it('who has the token', async () => {
    const port = await serverWith('token', 'authorization { token: t0ken }');
    expect(await tryWith(`nats://t0ken@127.0.0.1:${port}`)).toBe('connected');
    expect(await tryWith(`127.0.0.1:${port}`, { TLC_NATS_TOKEN: 't0ken' })).toBe('connected');
    expect(await tryWith(`127.0.0.1:${port}`, { TLC_NATS_TOKEN: 'other' })).toMatch(/^SERVER_REFUSED/);
  });

  it('who has the seed of an nkey', async () => {
    const pair = nkeys.createUser();
    const port = await serverWith('nkey', `authorization { users: [{ nkey: ${pair.getPublicKey()} }] }`);
    const seed = join(folder, 'user.nk');
    await writeFile(seed, Buffer.from(pair.getSeed()));
    expect(await tryWith(`127.0.0.1:${port}`, { TLC_NATS_NKEY: seed })).toBe('connected');
    expect(await tryWith(`127.0.0.1:${port}`)).toMatch(/^SERVER_REFUSED/);
  });

  it('who trusts its certificate and has one that it trusts', async () => {
    const path = (name: string) => join(folder, name);
    const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1,DNS:localhost'];
    const made = [
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      '-keyout',
      path('key.pem'),
      '-out',
      path('cert.pem'),
    ];
    execFileSync('openssl', ['req', ...made, ...subject], { stdio: 'ignore' });
    const [cert, key] = [path('cert.pem'), path('key.pem')];
    const tls = `tls { cert_file: "${cert}", key_file: "${key}", ca_file: "${cert}", verify: true }`;
    const port = await serverWith('tls', tls);
    const variables = { TLC_NATS_CA: cert, TLC_NATS_CERT: cert, TLC_NATS_KEY: key };
    expect(await tryWith(`tls://127.0.0.1:${port}`, variables)).toBe('connected');
    expect(await tryWith(`tls://127.0.0.1:${port}`, { TLC_NATS_CA: cert })).not.toBe('connected');
    expect(await tryWith(`tls://127.0.0.1:${port}`)).not.toBe('connected');
  });
});

it('a private server lets in who has its token, which no argument shows and no other user can read', async () => {
  const store = join(folder, 'private');
  const server = await startServer({ store });
  try {
    const { host, username: token } = new URL(server.url);
    expect(await tryWith(server.url)).toBe('connected');
    expect(await tryWith(`nats://${host}`)).toMatch(/^SERVER_REFUSED/);
    expect((await stat(join(store, 'server.conf'))).mode & 0o777).toBe(0o600);
    expect(await readFile(`/proc/${server.pid}/cmdline`, 'utf8').catch(() => '')).not.toContain(token);
  } finally {
    await server.stop();
  }
});

describe('an address', () => {
  it.each([
    ['nats://ada:secret@broker:4222', 'nats://broker:4222'],
    ['nats://token@a:4222, nats://token@b:4222', 'nats://a:4222,nats://b:4222'],
    ['broker:4222', 'nats://broker:4222'],
    ['tls://ada:secret@broker', 'tls://broker'],
  ])('is shown without what is secret: %s', (url, shown) => {
    expect(shownUrl(url)).toBe(shown);
  });

  it.each([
    ['is none', 'nats://a b:secret', {}, 'CONFIG_WRONG_VALUE'],
    ['has a slash in its secret', 'nats://ada:secret/x@broker', {}, 'CONFIG_WRONG_VALUE'],
    ['has a % that stands for nothing', 'nats://ada:secret%@broker', {}, 'CONFIG_WRONG_VALUE'],
    ['has credentials of two kinds', 'broker', { TLC_NATS_TOKEN: 't', TLC_NATS_NKEY: 'f' }, 'CONFIG_WRONG_VALUE'],
    ['has a user without a password', 'broker', { TLC_NATS_USER: 'ada' }, 'CONFIG_WRONG_VALUE'],
    ['has a certificate without its key', 'tls://broker', { TLC_NATS_CERT: 'f' }, 'CONFIG_WRONG_VALUE'],
    ['has a file that cannot be read', 'broker', { TLC_NATS_CREDS: '/nowhere' }, 'FILE_MISSING'],
  ])('that %s is refused', (_, url, env, code) => {
    expect(() => credentialsOf(url, env)).toThrow(expect.objectContaining({ code }));
    expect(() => credentialsOf(url, env)).not.toThrow(/secret/);
  });
});
