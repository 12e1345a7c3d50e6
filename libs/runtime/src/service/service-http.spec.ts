import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { healthSubject } from '#contracts';
import { connect, startServer } from '#messaging';
import { jobService } from './job-service.js';
import { createLogger } from './logger.js';

/** A port that was free a moment ago. */
async function somePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

it('a service tells over HTTP that it lives, whether it is ready, and its figures', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-http-'));
  const store = join(home, 'nats');
  const first = await startServer({ store });
  const { port: nats, username: token } = new URL(first.url);
  await first.stop();
  const http = { port: await somePort() };
  const url = `http://127.0.0.1:${http.port}`;
  const get = async (path: string) => {
    const answer = await fetch(url + path);
    return `${answer.status} ${await answer.text()}`;
  };
  const until = async (path: string, expected: string) => {
    while ((await get(path).catch(() => '')) !== expected) await new Promise((resolve) => setTimeout(resolve, 20));
  };

  const logger = createLogger('training', 'silent');
  const starting = jobService('training')({ server: first.url, home, http, logger, wait: true, graceMs: 0 });
  await until('/health/live', '200 {"live":true}');
  expect(await get('/health/ready')).toBe('503 {"ready":false}');
  const second = await startServer({ store, port: Number(nats), token });
  const service = await starting;
  await until('/health/ready', '200 {"ready":true}');

  const client = await connect(second.url);
  await client.request(healthSubject('training'));
  const { run } = await client.publishJob('training', { operation: 'tidy' });
  for await (const event of client.events(run)) if (event.type === 'failed') break;
  await until('/health/ready', '200 {"ready":true}');
  const figures = await get('/metrics');
  expect(figures).toContain('tlc_nats_connected{service="training"} 1');
  expect(figures).toContain('tlc_jobs_total{outcome="failed",service="training"} 1');
  expect(figures).toContain('tlc_requests_total{subject="tlc.v1.services.training.health",service="training"} 1');
  expect(figures).toContain('process_resident_memory_bytes{service="training"}');

  await expect(jobService('pruning')({ server: second.url, home, http, logger })).rejects.toMatchObject({
    code: 'HTTP_PORT_TAKEN',
  });
  await client.close();
  await second.stop();
  await until('/health/ready', '503 {"ready":false}');
  await service.close();
  await expect(get('/health/live')).rejects.toThrow();
  await rm(home, { recursive: true });
});
