import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessOf } from '../access/access.js';
import { testServers } from '../access/fixtures/test-servers.js';
import { type Client, connect } from '../client/client.js';
import { linkOf } from '../connection/links.js';
import { type PrivateServer, startServer } from '../server/start-server.js';

const MIB = 1024 * 1024;
const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');

describe('objects', () => {
  let folder: string;
  let server: PrivateServer;
  let client: Client;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-objects-'));
    server = await startServer({ store: join(folder, 'nats') });
    const env = { TLC_NATS_URL: server.url, TLC_ARTIFACTS: 'nats', TLC_NATS_OBJECTS_BYTES: String(64 * MIB) };
    client = await connect(accessOf(env));
  });
  afterAll(async () => {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function write(bytes: number): Promise<{ path: string; content: Buffer }> {
    const [path, content] = [join(folder, `file-${bytes}`), randomBytes(bytes)];
    await writeFile(path, content);
    return { path, content };
  }

  async function read(name: string, most?: number): Promise<Buffer> {
    const pieces: Uint8Array[] = [];
    for await (const piece of client.objects.get(name, most)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  it.each([0, 1, 128 * 1024, 128 * 1024 + 1, 10 * MIB])('gives back a file of %i bytes', async (bytes) => {
    const { path, content } = await write(bytes);
    expect(await client.objects.size(`of-${bytes}`)).toBeUndefined();
    await client.objects.put(`of-${bytes}`, path);
    expect(await client.objects.size(`of-${bytes}`)).toBe(bytes);
    expect(sha256(await read(`of-${bytes}`))).toBe(sha256(content));
  });

  it('gives the beginning alone', async () => {
    const { path, content } = await write(2 * MIB);
    await client.objects.put('beginning', path);
    expect(await read('beginning', 200_000)).toEqual(content.subarray(0, 200_000));
  });

  it('says which object is not there, before and after it was removed', async () => {
    const missing = { code: 'OBJECT_MISSING', details: { object: 'gone' } };
    await expect(read('gone')).rejects.toMatchObject(missing);
    await client.objects.put('gone', (await write(1000)).path);
    await client.objects.remove('gone');
    await expect(read('gone')).rejects.toMatchObject(missing);
    expect(await client.objects.size('gone')).toBeUndefined();
    expect((await client.objects.list()).map(({ name }) => name)).not.toContain('gone');
  });

  it('says so of an object that is removed while it is read', async () => {
    await client.objects.put('removed', (await write(20 * MIB)).path);
    const pieces = client.objects.get('removed')[Symbol.asyncIterator]();
    await pieces.next();
    await client.objects.remove('removed');
    const rest = async () => {
      while (!(await pieces.next()).done);
    };
    await expect(rest()).rejects.toMatchObject({ code: 'OBJECT_MISSING' });
  });

  it('refuses what finds no room, and leaves nothing of it', async () => {
    const { path } = await write(70 * MIB);
    await expect(client.objects.put('large', path)).rejects.toMatchObject({ code: 'OBJECT_STORE_FULL' });
    expect(await client.objects.size('large')).toBeUndefined();
    await client.objects.put('small', (await write(1 * MIB)).path);
  });

  it('goes on after the server was away, in a file that is read and in one that is sent', async () => {
    const { path, content } = await write(16 * MIB);
    await client.objects.put('interrupted', path);
    const pieces = client.objects.get('interrupted')[Symbol.asyncIterator]();
    const read: Uint8Array[] = [(await pieces.next()).value];
    const { url } = server;
    await server.stop();
    const sending = client.objects.put('sent', path);
    const [port, token] = [Number(new URL(url).port), new URL(url).username];
    server = await startServer({ store: join(folder, 'nats'), port, token });
    for (let next = await pieces.next(); !next.done; next = await pieces.next()) read.push(next.value);
    expect(sha256(Buffer.concat(read))).toBe(sha256(content));
    await sending;
    expect(await client.objects.size('sent')).toBe(16 * MIB);
  }, 30_000);

  it('are not at a server for credentials that may not ask for them', async () => {
    const servers = await testServers();
    const permissions = '{ publish: { deny: ["$JS.API.STREAM.INFO.OBJ_tlc_artifacts"] } }';
    const users = `users: [{ user: ada, password: a, permissions: ${permissions} }, { user: eve, password: e }]`;
    const port = await servers.start('limited', `authorization { ${users} }`);
    for (const [user, artifacts, keeps] of [
      ['eve:e', '', false],
      ['eve:e', 'nats', true],
      ['ada:a', '', false],
    ] as const) {
      const one = await connect(
        accessOf({ TLC_NATS_URL: `nats://${user}@127.0.0.1:${port}`, TLC_ARTIFACTS: artifacts }),
      );
      expect(await one.keepsArtifacts()).toBe(keeps);
      await one.close();
    }
    await servers.close();
  });

  it('removes pieces that belong to no object, and no others', async () => {
    const { js } = linkOf(client);
    await client.objects.put('kept', (await write(300_000)).path);
    await client.objects.removeStray(Date.now() + 1000);
    for (let piece = 0; piece < 3; piece++) await js.publish('$O.tlc_artifacts.C.ended', randomBytes(1000));
    expect(await client.objects.removeStray(Date.now() - 60_000)).toBe(0);
    expect(await client.objects.removeStray(Date.now() + 1000)).toBe(1);
    expect(await read('kept')).toHaveLength(300_000);
  });
});
