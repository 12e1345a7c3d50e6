import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { healthSubject } from '#contracts';
import { connect, startServer } from '#messaging';
import { type HealthReport, createLogger } from '#runtime';
import { start } from './index.js';

describe('the evaluation service', () => {
  it('starts alone against a NATS server, answers for its health, and refuses what is not its work', async () => {
    const home = await mkdtemp(join(tmpdir(), 'tlc-evaluation-'));
    const server = await startServer({ store: join(home, 'nats') });
    const client = await connect(server.url);
    const service = await start({ url: server.url, home, logger: createLogger('evaluation', 'silent'), graceMs: 0 });
    const health = await client.request<HealthReport>(healthSubject('evaluation'));
    expect(health).toMatchObject({ service: 'evaluation', jobs: { completed: 0, failed: 0 } });
    const { run } = await client.publishJob('evaluation', { operation: 'tidy' });
    for await (const event of client.events(run)) {
      expect(event).toMatchObject({ type: 'failed', error: { code: 'PIPELINE_UNKNOWN_OPERATION' } });
      break;
    }
    await service.close();
    await client.close();
    await server.stop();
    await rm(home, { recursive: true });
  });
});
