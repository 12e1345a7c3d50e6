import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { JobEvent, RunState } from '#contracts';
import { linkOf } from '../connection/links.js';
import { type PrivateServer, startServer } from '../server/start-server.js';
import { type Client, connect } from './client.js';

const event = (run: string, step: string): JobEvent => ({
  type: 'started',
  run,
  step,
  service: 'training',
  time: '2026-01-01T00:00:00.000Z',
  artifact: 'a',
  attempt: 1,
});

const state = (run: string): RunState => ({
  run,
  name: run,
  status: 'running',
  started: '2026-01-01T00:00:00.000Z',
  seed: 1,
  steps: [],
  title: run,
  total: 0,
  counts: { waiting: 0, queued: 0, running: 0, completed: 0, failed: 0, cancelled: 0, skipped: 0 },
  compare: [],
});

async function take<T>(count: number, source: AsyncIterable<T>): Promise<T[]> {
  const taken: T[] = [];
  for await (const item of source) if (taken.push(item) === count) break;
  return taken;
}

describe('client', () => {
  let folder: string;
  let server: PrivateServer;
  let client: Client;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-client-'));
    server = await startServer({ store: folder });
    client = await connect(server.url);
  });
  afterAll(async () => {
    await client.close();
    await server.stop();
    await rm(folder, { recursive: true });
  });

  it('replays a run’s events and then follows them', async () => {
    await client.publishEvent(event('first', 'a'));
    await client.publishEvent(event('other', 'a'));
    const seen = take(2, client.events('first'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    await client.publishEvent(event('first', 'b'));
    expect((await seen).map(({ run, step }) => `${run}.${step}`)).toEqual(['first.a', 'first.b']);
  });

  it('replays a run’s events and ends there when it is not to follow', async () => {
    await client.publishEvent(event('past', 'a'));
    await client.publishEvent(event('past', 'b'));
    const seen: string[] = [];
    for await (const { step } of client.events('past', { follow: false })) seen.push(step);
    expect(seen).toEqual(['a', 'b']);
    for await (const { step } of client.events('no-run', { follow: false })) seen.push(step);
    expect(seen).toHaveLength(2);
  });

  it('ends following events when the signal aborts', async () => {
    const controller = new AbortController();
    const all: JobEvent[] = [];
    setTimeout(() => controller.abort(), 100);
    for await (const item of client.events('nothing', { signal: controller.signal })) all.push(item);
    expect(all).toEqual([]);
  });

  it('refuses a run whose name could reach other subjects', async () => {
    await expect(take(1, client.events('../>'))).rejects.toMatchObject({ code: 'NAME_INVALID' });
    await expect(client.cancelRun('*')).rejects.toMatchObject({ code: 'NAME_INVALID' });
  });

  it('delivers every event once to a named listener, those of its absence too', async () => {
    const seen: string[] = [];
    const listen = async (until: string) => {
      const controller = new AbortController();
      await client.eachEvent(
        'listener',
        ({ run, step }) => {
          if (run === 'listened') seen.push(step);
          if (run === 'listened' && step === until) controller.abort();
        },
        controller.signal,
      );
    };
    await client.publishEvent(event('listened', 'one'));
    await listen('one');
    await client.publishEvent(event('listened', 'two'));
    await client.publishEvent(event('listened', 'three'));
    await listen('three');
    expect(seen).toEqual(['one', 'two', 'three']);
  });

  it('delivers an event again that could not be handled', async () => {
    const controller = new AbortController();
    let attempts = 0;
    await client.publishEvent(event('failing', 'a'));
    await client.eachEvent(
      'failing',
      ({ run }) => {
        if (run !== 'failing') return;
        attempts += 1;
        if (attempts === 1) throw new Error('the first time');
        controller.abort();
      },
      controller.signal,
    );
    expect(attempts).toBe(2);
  });

  it('passes over what is no event, in the events of a run and of all', async () => {
    const spoilt = [
      ...['null', '42', '[]', '{', '{"type": "gone"}', '['.repeat(1000)],
      ...[{ run: 'spoilt', step: 'b' }, event('other', 'a'), { ...event('spoilt', 'a'), more: 1 }].map((one) =>
        JSON.stringify(one),
      ),
      JSON.stringify({ ...event('spoilt', 'a'), type: 'progress', progress: { loss: 'much' } }),
    ];
    const { js } = linkOf(client);
    for (const body of spoilt) await js.publish('tlc.v1.events.spoilt.a', body);
    await client.publishEvent(event('spoilt', 'a'));
    const heard: JobEvent[] = [];
    for await (const one of client.events('spoilt', { follow: false })) heard.push(one);
    expect(heard).toEqual([event('spoilt', 'a')]);
    const controller = new AbortController();
    const all: JobEvent[] = [];
    const listen = (one: JobEvent) => {
      all.push(one);
      if (one.run === 'spoilt') controller.abort();
    };
    await client.eachEvent('unspoilt', listen, controller.signal);
    expect(all.filter(({ run }) => run === 'spoilt')).toEqual([event('spoilt', 'a')]);
    expect(all.filter(({ run, step }) => run === 'other' && step === 'a')).toHaveLength(1);
  });

  it('goes past an event that cannot be handled at all', async () => {
    const controller = new AbortController();
    await client.publishEvent(event('poison', 'a'));
    await client.publishEvent(event('poison', 'b'));
    const seen: string[] = [];
    await client.eachEvent(
      'poisoned',
      ({ run, step }) => {
        if (run !== 'poison') return;
        seen.push(step);
        if (step === 'a') throw new Error('always');
        controller.abort();
      },
      controller.signal,
    );
    expect(seen).toEqual(['a', 'a', 'a', 'a', 'a', 'b']);
  });

  it('keeps runs and refuses to overwrite what somebody else wrote', async () => {
    expect(await client.runs.list()).toEqual([]);
    expect(await client.runs.get('r-1')).toBeUndefined();
    const revision = await client.runs.create('r-1', state('r-1'));
    expect(await client.runs.create('r-1', state('r-1'))).toBeUndefined();
    const next = await client.runs.update('r-1', { ...state('r-1'), status: 'completed' }, revision!);
    expect(await client.runs.update('r-1', state('r-1'), revision!)).toBeUndefined();
    expect(await client.runs.get('r-1')).toMatchObject({ revision: next, value: { status: 'completed' } });
    expect((await client.runs.list()).map(({ key }) => key)).toEqual(['r-1']);
    await client.runs.delete('r-1');
    expect(await client.runs.list()).toEqual([]);
  });

  it('watches a run', async () => {
    await client.runs.put('r-2', state('r-2'));
    const seen: string[] = [];
    for await (const { value } of client.runs.watch('r-2')) {
      seen.push((value as RunState).status);
      if (seen.length === 2) break;
      await client.runs.put('r-2', { ...state('r-2'), status: 'failed' });
    }
    expect(seen).toEqual(['running', 'failed']);
  });

  it('tells those at work of a cancelled run, and those who come later', async () => {
    const heard = new Promise((resolve) => client.onCancel(resolve));
    await new Promise((resolve) => setTimeout(resolve, 20));
    await client.cancelRun('c-1');
    expect(await heard).toBe('c-1');
    expect(await client.isCancelled('c-1')).toBe(true);
    expect(await client.isCancelled('c-2')).toBe(false);
  });

  it('queues a job once for one id, and names the run of a job that has none', async () => {
    const first = await client.publishJob('training', { operation: 'x' }, 'same');
    expect(first).toMatchObject({ run: `job-${first.sequence}`, isDuplicate: false });
    expect(await client.publishJob('training', { operation: 'x' }, 'same')).toMatchObject({ isDuplicate: true });
  });

  it('says that nobody answers', async () => {
    await expect(client.request('tlc.v1.plugins.list')).rejects.toMatchObject({ code: 'SERVICE_TIMEOUT' });
    await expect(client.request('tlc.v1.plugin.list')).rejects.toMatchObject({
      code: 'MESSAGE_UNKNOWN_SUBJECT',
      details: { nearest: 'tlc.v1.plugins.list' },
    });
  });
});
