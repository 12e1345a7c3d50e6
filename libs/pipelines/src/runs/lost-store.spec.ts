import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import { type JobEvent, jobSpec } from '#contracts';
import { type Delivery, connect, consumeJobs, linkOf, startServer } from '#messaging';
import type { RunJob } from './run.js';
import { createRunner } from './runner.js';

const facts = { name: 'test', title: 'T', started: '2026-01-01T00:00:00.000Z', seed: 1, compare: [], fresh: false };
const job = (name: string, needs: string[] = []): RunJob => ({
  ...{ name, operation: 'evaluate.texts', service: 'evaluation', needs, inputs: {}, config: {}, seed: 1 },
  artifact: Buffer.from(name.padEnd(32)).toString('hex'),
});

it('goes on with a run whose server came back without its store, and with later runs', async () => {
  const home = await mkdtemp(join(tmpdir(), 'tlc-lost-'));
  const server = await startServer({ store: join(home, 'first') });
  const client = await connect(server.url);
  const runner = createRunner({ client, store: await openFolderStore(home), onTrouble: () => {} });
  await runner.start();
  const listening = new AbortController();
  const heard: string[] = [];
  const hear = async (run: string) => {
    for await (const { type, step } of client.events(run, { signal: listening.signal })) heard.push(`${type} ${step}`);
  };
  const until = async (run: string, holds: (counts: Record<string, number>) => boolean) => {
    while (!holds((await runner.status(run, 0, 0)).counts)) await new Promise((resolve) => setTimeout(resolve, 20));
  };
  /** A service that is done with each job at once. */
  const work = async (_: object, { run, step }: Delivery) => {
    const base = { run, step, service: 'evaluation', time: facts.started };
    const result = { artifact: '0'.repeat(64), cached: false, seconds: 1, summary: {} };
    await client.publishEvent({ ...base, type: 'completed', ...result } as JobEvent);
  };

  const { run } = await runner.submit(facts, [job('a'), job('b', ['a'])], []);
  const following = hear(run);
  const options = { workers: 1, ackWaitMs: 30_000, maxDeliveries: 5, onTrouble: () => {} };
  await until(run, ({ queued }) => queued === 1);
  await server.stop();
  const { port: own, username: token } = new URL(server.url);
  const port = Number(own);
  const second = await startServer({ store: join(home, 'second'), port, token });
  const consumer = consumeJobs(linkOf(client), jobSpec('evaluation', {}), work, options);
  await until(run, ({ completed }) => completed === 2);
  const later = await runner.submit(facts, [job('c'), job('d', ['c'])], []);
  await until(later.run, ({ completed }) => completed === 2);
  while (heard.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(heard).toEqual(['completed a', 'completed b']);

  listening.abort();
  await following;
  await consumer.close(0);
  await runner.stop();
  await client.close();
  await second.stop();
  await rm(home, { recursive: true });
});
