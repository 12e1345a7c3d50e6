import { mkdtemp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { healthSubject } from '#contracts';
import { findOperations } from '#jobs';
import { type Client, type PrivateServer, connect, startServer } from '#messaging';
import type { HealthReport } from './health.js';
import { jobService } from './job-service.js';
import { createLogger } from './logger.js';

const { services } = await findOperations();
let home: string;
let server: PrivateServer;
let client: Client;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tlc-services-'));
  server = await startServer({ store: join(home, 'nats') });
  client = await connect(server.url);
});
afterAll(async () => {
  await client.close();
  await server.stop();
  await rm(home, { recursive: true });
});

it.each(services)(
  'the %s service starts alone against a NATS server, answers for its health, and refuses what is not its work',
  async (name) => {
    const start = jobService(name);
    const service = await start({ server: server.url, home, logger: createLogger(name, 'silent'), graceMs: 0 });
    const health = await client.request<HealthReport>(healthSubject(name));
    expect(health).toMatchObject({ service: name, jobs: { completed: 0, failed: 0 } });
    const { run } = await client.publishJob(name, { operation: 'tidy' });
    for await (const event of client.events(run)) {
      expect(event).toMatchObject({ type: 'failed', error: { code: 'PIPELINE_UNKNOWN_OPERATION' } });
      break;
    }
    await service.close();
  },
);

it('every service that an operation names is an app of its own', () => {
  for (const name of services)
    expect(existsSync(new URL(`../../../../apps/${name}/src/main.ts`, import.meta.url))).toBe(true);
});
