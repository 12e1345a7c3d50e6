import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type JobEvent, type JobMessage, STREAMS, jobSpec } from '#contracts';
import { type Client, connect } from '../client/client.js';
import { linkOf } from '../connection/links.js';
import { type PrivateServer, startServer } from '../server/start-server.js';
import { type ConsumeOptions, type JobConsumer, consumeJobs } from './consume-jobs.js';
import type { JobHandler } from './deliver.js';

const spec = jobSpec('training', {});

describe('job queue', () => {
  let folder: string;
  let server: PrivateServer;
  let client: Client;
  let consumers: JobConsumer[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-jobs-'));
    server = await startServer({ store: folder });
    client = await connect(server.url);
    consumers = [];
  });
  afterEach(async () => {
    await Promise.all(consumers.map((consumer) => consumer.close(0)));
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  function consume(handle: JobHandler, options: Partial<ConsumeOptions> = {}): JobConsumer {
    const all = { workers: 1, ackWaitMs: 30_000, maxDeliveries: 5, onTrouble: () => {}, ...options };
    const consumer = consumeJobs(linkOf(client), spec, handle, all);
    consumers.push(consumer);
    return consumer;
  }

  const link = () => linkOf(client);
  const streamLength = async (name: string) => {
    const manager = await link().js.jetstreamManager();
    return (await manager.streams.info(name)).state.messages;
  };
  async function until(condition: () => boolean | Promise<boolean>, ms = 250_000) {
    for (let waited = 0; !(await condition()); waited += 10) {
      if (waited > ms) throw new Error('not within time');
      await sleep(10);
    }
  }
  async function failure(run: string): Promise<Extract<JobEvent, { type: 'failed' }>> {
    for await (const event of client.events(run)) if (event.type === 'failed') return event;
    throw new Error('no event');
  }

  it('gives a job with its defaults, its run and its step, and forgets it when it is done', async () => {
    const seen: unknown[] = [];
    consume(async (job, { run, step, attempt }) => void seen.push({ ...job, run, step, attempt }));
    const { run } = await client.publishJob('training', { operation: 'model.finetune', config: { a: 1 } });
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect(seen).toEqual([
      { operation: 'model.finetune', inputs: {}, config: { a: 1 }, seed: 1, run, step: 'model-finetune', attempt: 1 },
    ]);
    expect(run).toBe('job-1');
  });

  it('does one job at a time, and a job that was taken only once', async () => {
    let atWork = 0;
    let most = 0;
    let done = 0;
    const handle = async () => {
      most = Math.max(most, (atWork += 1));
      await sleep(5);
      atWork -= 1;
      done += 1;
    };
    consume(handle);
    for (let index = 0; index < 20; index += 1) await client.publishJob('training', { operation: 'x' });
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect({ most, done }).toEqual({ most: 1, done: 20 });
  });

  it('tells the server that it is alive while a job takes longer than the time to acknowledge', async () => {
    let started = 0;
    const handle = async () => {
      started += 1;
      await sleep(5000);
    };
    // Long enough for a busy machine to be late with two of three signs of life
    consume(handle, { ackWaitMs: 3000 });
    consume(handle, { ackWaitMs: 3000 });
    await client.publishJob('training', { operation: 'x' });
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect(started).toBe(1);
  });

  it('delivers a job again after trouble of the worker’s own', async () => {
    const attempts: number[] = [];
    const troubles: string[] = [];
    consume(
      async (_, { attempt }) => {
        attempts.push(attempt);
        if (attempt === 1) throw new Error('unforeseen');
      },
      { onTrouble: (error) => troubles.push((error as Error).message) },
    );
    await client.publishJob('training', { operation: 'x' });
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect({ attempts, troubles }).toEqual({ attempts: [1, 2], troubles: ['unforeseen'] });
  });

  it('puts a job that no worker finishes among the dead ones, and says so', async () => {
    consume(async () => Promise.reject(new Error('always')), { maxDeliveries: 2 });
    await client.publishJob('training', { operation: 'x', run: 'r-1', step: 'tuned' });
    expect(await failure('r-1')).toMatchObject({ step: 'tuned', service: 'training', error: { code: 'JOB_CRASHED' } });
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect(await streamLength(STREAMS.dead)).toBe(1);
  });

  it.each([
    ['is not JSON', '{"operation"', 'MESSAGE_NOT_JSON', 'job-1'],
    ['is a list', '[]', 'MESSAGE_NOT_OBJECT', 'job-1'],
    ['is 2 MB of brackets', '['.repeat(2_000_000), 'MESSAGE_TOO_LARGE', 'job-1'],
    ['has an unknown key', '{"operation":"x","runn":"r-1","run":"r-2"}', 'CONFIG_UNKNOWN_KEY', 'r-2'],
    ['has a wrong type', '{"operation":"x","seed":"1"}', 'CONFIG_WRONG_VALUE', 'job-1'],
    ['lacks the operation', '{}', 'CONFIG_MISSING_KEY', 'job-1'],
    ['has a run that leads elsewhere', '{"operation":"x","run":"../x"}', 'NAME_INVALID', 'job-1'],
  ])('refuses a message that %s, and goes on', async (_, body, code, run) => {
    const done: string[] = [];
    consume(async ({ operation }) => void done.push(operation));
    await link().js.publish(spec.subject, body);
    await client.publishJob('training', { operation: 'next' });
    expect((await failure(run)).error.code).toBe(code);
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect(done).toEqual(['next']);
    expect(await streamLength(STREAMS.dead)).toBe(1);
  });

  it('gives a job back at once when the service shuts down, for another worker', async () => {
    const runs: string[] = [];
    const first = consume(async (_, { signal }) => {
      runs.push('first');
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('shut down'))));
    });
    await client.publishJob('training', { operation: 'x' });
    await until(() => runs.length === 1);
    await first.close(50);
    consume(async () => void runs.push('second'));
    // Well before the server would deliver it again on its own
    await until(async () => (await streamLength(STREAMS.jobs)) === 0, 20_000);
    expect(runs).toEqual(['first', 'second']);
  });

  it('lets a job finish that is nearly done when the service shuts down', async () => {
    let isBegun = false;
    let isDone = false;
    const consumer = consume(async () => {
      isBegun = true;
      await sleep(200);
      isDone = true;
    });
    await client.publishJob('training', { operation: 'x' });
    await until(() => isBegun);
    await consumer.close(20_000);
    expect(isDone).toBe(true);
    expect(await streamLength(STREAMS.jobs)).toBe(0);
  });

  it('goes on when the server was stopped and started again, and finishes the job at work', async () => {
    const done: string[] = [];
    let isBegun = false;
    let isBack = false;
    consume(async ({ step }) => {
      isBegun = true;
      if (step === 'long') await until(() => isBack);
      done.push(step!);
    });
    const { port: own, username: token } = new URL(server.url);
    const port = Number(own);
    await client.publishJob('training', { operation: 'x', step: 'long' });
    await until(() => isBegun);
    await server.stop();
    await sleep(1500);
    server = await startServer({ store: folder, port, token });
    isBack = true;
    await until(() => done.length === 1 && client.isConnected);
    await client.publishJob('training', { operation: 'x', step: 'after' });
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    expect(done).toEqual(['long', 'after']);
  });

  it('takes jobs from a server that was started anew with nothing', async () => {
    const done: string[] = [];
    consume(async ({ step }) => void done.push(step!));
    const { port: own, username: token } = new URL(server.url);
    const port = Number(own);
    await server.stop();
    await rm(folder, { recursive: true });
    server = await startServer({ store: folder, port, token });
    await until(() => client.isConnected);
    const publish = () => client.publishJob('training', { operation: 'x', step: 'new' } as Partial<JobMessage>);
    await until(() =>
      publish().then(
        () => true,
        () => false,
      ),
    );
    await until(() => done.includes('new'));
  });

  it('does a thousand queued jobs, each with the work of the first', async () => {
    // Seconds that this process has had a processor: other processes lengthen the time that passes
    const work: number[] = [];
    const now = () => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1e6;
    };
    for (let index = 0; index < 1000; index += 1) await client.publishJob('training', { operation: 'x' });
    consume(async () => void work.push(now()));
    await until(() => work.length === 1000);
    await until(async () => (await streamLength(STREAMS.jobs)) === 0);
    const spent = (from: number, to: number) => work[to] - work[from];
    expect(spent(800, 999)).toBeLessThan(5 * spent(100, 299));
  });
});
