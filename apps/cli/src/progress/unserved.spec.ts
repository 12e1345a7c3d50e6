import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { type RunState, type StepState, type StepStatus, healthSpec } from '#contracts';
import { connect, linkOf, serveRequests, startServer } from '#messaging';
import { createUnserved } from './unserved.js';

it('says once of each service that nobody runs it, and how many jobs wait, until it was there in between', async () => {
  const store = await mkdtemp(join(tmpdir(), 'tlc-unserved-'));
  const server = await startServer({ store });
  const client = await connect(server.url);
  const unserved = createUnserved(client);
  const step = (service: string, status: StepStatus) => ({ service, status }) as StepState;
  const steps = [step('training', 'queued'), step('training', 'queued'), step('pruning', 'queued')];
  const state = {
    steps: [...steps, step('evaluation', 'waiting'), step('quantization', 'running')],
  } as never as RunState;

  expect(await unserved(state)).toEqual([
    'no training service listens: 2 jobs wait',
    'no pruning service listens: 1 job waits',
  ]);
  expect(await unserved(state)).toEqual([]);
  const stop = serveRequests(linkOf(client), healthSpec('training'), async () => ({}));
  await linkOf(client).nats.flush();
  expect(await unserved(state)).toEqual([]);
  await stop();
  expect(await unserved(state)).toEqual(['no training service listens: 2 jobs wait']);

  await client.close();
  await server.stop();
  await rm(store, { recursive: true });
});
