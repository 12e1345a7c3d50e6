import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { connect } from '../client/client.js';
import { startServer } from '../server/start-server.js';
import { isNewEnough } from './server-version.js';

it.each([
  ['2.10.22', false],
  ['2.9.25', false],
  ['1.99.99', false],
  ['2.10.23', true],
  ['2.11.0-preview.2', true],
  ['3.0.0', true],
  ['nats-server: v2.10.3', false],
  ['nats-server: v2.15.1', true],
  ['of my own', true],
])('of the version %s it is known whether it is new enough: %s', (version, isEnough) => {
  expect(isNewEnough(version)).toBe(isEnough);
});

it('an old server is refused, and so is an old program', async () => {
  // What such a server says first and how it answers, by the protocol of NATS clients
  const info = { server_id: 'old', version: '2.9.25', proto: 1, headers: true, max_payload: 1024, jetstream: true };
  const old = createServer((socket) => {
    socket.write(`INFO ${JSON.stringify(info)}\r\n`);
    socket.on('data', (data) => data.includes('PING') && socket.write('PONG\r\n')).on('error', () => {});
  }).listen(0, '127.0.0.1');
  await once(old, 'listening');
  const { port } = old.address() as AddressInfo;
  await expect(connect(`nats://127.0.0.1:${port}`)).rejects.toMatchObject({
    code: 'SERVER_TOO_OLD',
    message: expect.stringContaining(`nats://127.0.0.1:${port} is 2.9.25; 2.10.23 is the oldest`),
  });
  old.close();

  const store = await mkdtemp(join(tmpdir(), 'tlc-old-'));
  const program = join(store, 'nats-server');
  await writeFile(program, '#!/bin/sh\necho nats-server: v2.9.25\n');
  await chmod(program, 0o755);
  await expect(startServer({ store, program })).rejects.toMatchObject({ code: 'SERVER_TOO_OLD' });
  await rm(store, { recursive: true });
});
