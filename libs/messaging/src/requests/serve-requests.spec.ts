import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NatsConnection, connect as dial } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type ErrorBody, SUBJECTS, TlcError } from '#contracts';
import { type Client, connect } from '../client/client.js';
import { linkOf } from '../connection/links.js';
import { type PrivateServer, startServer } from '../server/start-server.js';
import { type RequestHandler, serveRequests } from './serve-requests.js';

const CANCEL = 'tlc.v1.pipelines.cancel';
const LIST = 'tlc.v1.pipelines.list';
const spec = (subject: string) => SUBJECTS.find((each) => each.subject === subject)!;

describe('requests of any NATS client', () => {
  let folder: string;
  let server: PrivateServer;
  let client: Client;
  let anyone: NatsConnection;
  let handle: RequestHandler = async (body) => ({ answer: body });

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-requests-'));
    server = await startServer({ store: folder });
    client = await connect(server.url);
    const { host, username: token } = new URL(server.url);
    anyone = await dial({ servers: host, token });
    for (const subject of [CANCEL, LIST])
      serveRequests(linkOf(client), spec(subject), (body, caller) => handle(body, caller));
    await linkOf(client).nats.flush();
  });
  afterAll(async () => {
    await anyone.close();
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  async function ask(body: string | Uint8Array, subject = CANCEL) {
    const message = await anyone.request(subject, body, { timeout: 5000 });
    const reply = message.json<{ answer?: unknown; error?: ErrorBody }>();
    return { ...reply, header: message.headers?.get('Nats-Service-Error-Code') };
  }

  it('are plain JSON with plain JSON answers', async () => {
    expect(await ask('{"run":"a-1"}')).toEqual({ answer: { run: 'a-1' }, header: undefined });
  });

  it('get the defaults of what they leave out, and need no body for that', async () => {
    expect((await ask('', LIST)).answer).toEqual({ limit: 20 });
  });

  it.each([
    ['is not JSON', '{"run":', 'MESSAGE_NOT_JSON'],
    ['is not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 'MESSAGE_NOT_JSON'],
    ['is a list', '[1]', 'MESSAGE_NOT_OBJECT'],
    ['is null', 'null', 'MESSAGE_NOT_OBJECT'],
    ['is a number', '7', 'MESSAGE_NOT_OBJECT'],
    ['has an unknown key', '{"run":"a","runn":"b"}', 'CONFIG_UNKNOWN_KEY'],
    ['has a key of the language', '{"run":"a","__proto__":{}}', 'CONFIG_UNKNOWN_KEY'],
    ['has a wrong type', '{"run":7}', 'CONFIG_WRONG_VALUE'],
    ['lacks a key', '{}', 'CONFIG_MISSING_KEY'],
    ['is 2 MB of brackets', '['.repeat(2_000_000), 'MESSAGE_TOO_LARGE'],
    ['is 500 kB of brackets', '{"run":'.repeat(70_000), 'MESSAGE_TOO_LARGE'],
    ['has 2 MB', JSON.stringify({ run: 'x'.repeat(2_000_000) }), 'MESSAGE_TOO_LARGE'],
  ])('are refused with a code when the body %s', async (_, body, code) => {
    const { error, header } = await ask(body);
    expect(error).toMatchObject({ code, message: expect.any(String), fix: expect.any(String) });
    expect(header).toBe(code);
    expect((await ask('{"run":"still here"}')).answer).toEqual({ run: 'still here' });
  });

  it('may hold brackets within strings', async () => {
    const run = '[{"'.repeat(200);
    expect((await ask(JSON.stringify({ run }))).answer).toEqual({ run });
  });

  it('name the field, the value, what is allowed and the nearest key', async () => {
    const { error } = await ask('{"limitt":5}', LIST);
    expect(error?.details).toMatchObject({ field: 'limitt', value: 5, allowed: ['limit'], nearest: 'limit' });
    expect((await ask('{"limit":"5"}', LIST)).error?.message).toContain('"5" is not an integer from 1 to 1000');
  });

  it('get what a handler throws, with its code', async () => {
    handle = async () => {
      throw new TlcError('RUN_UNKNOWN', 'there is no run a\nb', { details: { run: 'a' } });
    };
    expect(await ask('{"run":"a"}')).toMatchObject({ error: { code: 'RUN_UNKNOWN', details: { run: 'a' } } });
    await expect(client.request(CANCEL, { run: 'a' })).rejects.toMatchObject({ code: 'RUN_UNKNOWN' });
    handle = async () => {
      throw new RangeError('unforeseen');
    };
    expect(await ask('{"run":"a"}')).toMatchObject({ error: { code: 'JOB_FAILED', message: 'unforeseen' } });
  });

  it('get an error instead of an answer that the server would not carry', async () => {
    handle = async () => ({ text: 'x'.repeat(9 * 1024 * 1024) });
    await expect(client.request(CANCEL, { run: 'a' })).rejects.toMatchObject({ code: 'MESSAGE_TOO_LARGE' });
  });

  it('are answered while another waits', async () => {
    let release = () => {};
    const slow = new Promise<void>((resolve) => (release = resolve));
    handle = async (body) => {
      if ((body as { run: string }).run === 'slow') await slow;
      return { answer: body };
    };
    const waiting = ask('{"run":"slow"}');
    expect((await ask('{"run":"fast"}')).answer).toEqual({ run: 'fast' });
    release();
    expect((await waiting).answer).toEqual({ run: 'slow' });
  });
});
