import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { nkeys } from '@nats-io/transport-node';
import { accessOf } from './access.js';
import { shownUrl } from './addresses.js';
import { clientOptions } from './client-options.js';
import { fixture } from './fixtures/test-servers.js';

/** Stands in every file and value below that may be secret. */
const SECRET = 'Qx7secretZk';
let folder: string;
let garbage: string;
const contexts = () => join(folder, 'nats', 'context');
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-access-'));
  garbage = join(folder, 'garbage');
  await writeFile(garbage, `-----BEGIN ${SECRET}-----\n${SECRET}\n-----END ${SECRET}-----\n`);
  await writeFile(join(folder, 'account.nk'), nkeys.createAccount().getSeed());
  await mkdir(contexts(), { recursive: true });
  await writeFile(join(contexts(), 'garbage.json'), `{"token": "${SECRET}"`);
  await writeFile(join(contexts(), 'nsc.json'), JSON.stringify({ url: 'a', nsc: `nsc://${SECRET}` }));
  await writeFile(join(contexts(), 'number.json'), JSON.stringify({ url: 'a', token: 5 }));
  await writeFile(join(contexts(), 'token.json'), JSON.stringify({ url: 'nats://broker', token: SECRET }));
});
afterAll(() => rm(folder, { recursive: true }));

const tryWith = (env: Record<string, string>) => clientOptions(accessOf({ XDG_CONFIG_HOME: folder, ...env }));

it('an address is shown without what is secret', () => {
  expect(shownUrl('nats://ada:secret@broker:4222')).toBe('nats://broker:4222');
  expect(shownUrl('nats://token@a:4222, nats://token@b:4222')).toBe('nats://a:4222,nats://b:4222');
  expect(shownUrl('broker:4222')).toBe('nats://broker:4222');
  expect(shownUrl('tls://ada:secret@[::1]:4222')).toBe('tls://[::1]:4222');
});

it('variables go before those of a context, and the address before both', () => {
  const context = { TLC_NATS_CONTEXT: 'token' };
  expect(tryWith(context)).toMatchObject({ options: { servers: ['broker'], token: SECRET }, shown: 'nats://broker' });
  expect(tryWith({ ...context, TLC_NATS_TOKEN: 'own', TLC_NATS_URL: 'other' })).toMatchObject({
    options: { servers: ['other'], token: 'own' },
  });
  expect(tryWith({ ...context, TLC_NATS_URL: 'nats://ada:p@other' }).options).toMatchObject({ user: 'ada', pass: 'p' });
});

describe('what cannot be used is refused by its name, without its content:', () => {
  const file = (name: string) => () => join(folder, name);
  it.each<[string, Record<string, string | (() => string)>, string]>([
    ['an address that is none', { TLC_NATS_URL: `nats://a b:${SECRET}` }, 'TLC_NATS_URL'],
    ['an address of another kind', { TLC_NATS_URL: `http://${SECRET}@broker` }, 'TLC_NATS_URL'],
    ['a secret with a slash', { TLC_NATS_URL: `nats://ada:${SECRET}/x@broker` }, 'TLC_NATS_URL'],
    ['a % that stands for nothing', { TLC_NATS_URL: `nats://ada:${SECRET}%@broker` }, 'TLC_NATS_URL'],
    ['a password without a user', { TLC_NATS_URL: `nats://:${SECRET}@broker` }, 'TLC_NATS_URL'],
    ['addresses that differ', { TLC_NATS_URL: `nats://${SECRET}@a,nats://other@b` }, 'TLC_NATS_URL'],
    ['two kinds', { TLC_NATS_TOKEN: SECRET, TLC_NATS_NKEY: 'f' }, 'TLC_NATS_TOKEN and TLC_NATS_NKEY'],
    [
      'two kinds, one of a context',
      { TLC_NATS_CONTEXT: 'token', TLC_NATS_NKEY: 'f' },
      'token of the NATS context "token"',
    ],
    ['a user alone', { TLC_NATS_USER: 'ada' }, 'TLC_NATS_USER'],
    ['a password alone', { TLC_NATS_PASSWORD: SECRET }, 'TLC_NATS_PASSWORD'],
    ['a seed that is none', { TLC_NATS_NKEY: () => garbage }, 'TLC_NATS_NKEY'],
    ['the seed of an account', { TLC_NATS_NKEY: file('account.nk') }, 'TLC_NATS_NKEY'],
    ['credentials that are none', { TLC_NATS_CREDS: () => garbage }, 'TLC_NATS_CREDS'],
    ['an authority that is none', { TLC_NATS_CA: () => garbage }, 'TLC_NATS_CA'],
    ['a certificate without its key', { TLC_NATS_CERT: fixture('client.pem') }, 'TLC_NATS_CERT'],
    [
      'a certificate that is none',
      { TLC_NATS_CERT: () => garbage, TLC_NATS_KEY: fixture('client-key.pem') },
      'TLC_NATS_CERT',
    ],
    ['a key that is none', { TLC_NATS_CERT: fixture('client.pem'), TLC_NATS_KEY: () => garbage }, 'TLC_NATS_KEY'],
    [
      'another key',
      { TLC_NATS_CERT: fixture('client.pem'), TLC_NATS_KEY: fixture('server-key.pem') },
      'TLC_NATS_CERT and TLC_NATS_KEY',
    ],
    ['a word for yes', { TLC_NATS_TLS_FIRST: 'perhaps' }, 'TLC_NATS_TLS_FIRST'],
    ['a prefix with wildcards', { TLC_NATS_INBOX_PREFIX: 'a.>' }, 'TLC_NATS_INBOX_PREFIX'],
    ['a context that is not there', { TLC_NATS_CONTEXT: 'gone' }, 'the NATS context "gone"'],
    ['a context that is a path', { TLC_NATS_CONTEXT: '../token' }, 'the NATS context "../token"'],
    ['a context that is not JSON', { TLC_NATS_CONTEXT: 'garbage' }, 'the NATS context "garbage"'],
    ['a context that needs nsc', { TLC_NATS_CONTEXT: 'nsc' }, 'nsc of the NATS context "nsc"'],
    ['a context’s number', { TLC_NATS_CONTEXT: 'number' }, 'token of the NATS context "number"'],
    ['replicas', { TLC_NATS_REPLICAS: '7' }, 'TLC_NATS_REPLICAS'],
    ['bytes', { TLC_NATS_EVENTS_BYTES: '1 GiB' }, 'TLC_NATS_EVENTS_BYTES'],
  ])('%s', (_, variables, field) => {
    const env = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, typeof value === 'string' ? value : value()]),
    );
    const refusal = expect.objectContaining({ code: 'CONFIG_WRONG_VALUE', message: expect.stringContaining(field) });
    expect(() => tryWith(env)).toThrow(refusal);
    expect(() => tryWith(env)).not.toThrow(SECRET);
  });

  it.each(['CREDS', 'NKEY', 'CA'])('a file of TLC_NATS_%s that is not there', (name) => {
    const env = { [`TLC_NATS_${name}`]: '/nowhere' };
    expect(() => tryWith(env)).toThrow(expect.objectContaining({ code: 'FILE_MISSING' }));
    expect(() => tryWith(env)).toThrow(`TLC_NATS_${name}: /nowhere cannot be read (ENOENT)`);
  });
});
