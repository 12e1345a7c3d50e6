import { existsSync } from 'node:fs';
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startServer } from '#messaging';
import { importOf, last, trace, types, ServiceTest } from './fixtures/service-test.js';

/** Seconds that this process has had a processor. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

describe('a service that meets bad luck', () => {
  let test: ServiceTest;
  beforeEach(async () => {
    test = await ServiceTest.open();
  });
  afterEach(() => test.close());

  it('goes on in a new process, with the same work folder, when the child is killed in the middle', async () => {
    await test.start();
    const from = await test.folder('killed', ['trace', 'begun'], ['print', 'last words'], ['sleep', 50], ['crash', 2]);
    const events = await test.eventsOf(await test.submit(importOf(from)));
    const attempts = events.flatMap((event) => (event.type === 'started' ? [event.attempt] : []));
    expect(attempts).toEqual([1, 2, 3]);
    expect(last(events).type).toBe('completed');
    expect(events.some((event) => event.type === 'log' && /SIGKILL.*last words/s.test(event.text))).toBe(true);
    expect(await trace(from)).toEqual(['begun', 'begun', 'begun']);
  });

  it('gives up a job whose process dies each time', async () => {
    await test.start();
    const from = await test.folder('dies', ['crash', 100]);
    expect(last(await test.eventsOf(await test.submit(importOf(from))))).toMatchObject({
      error: { code: 'JOB_CRASHED', details: { how: 'SIGKILL' } },
    });
    expect(last(await test.eventsOf(await test.submit(importOf(await test.folder('next')))))).toMatchObject({
      type: 'completed',
    });
  });

  it.each([
    ['waits', 'forever'],
    ['never gives the processor back', 'spin'],
  ])('cancels an operation that %s', async (_, step) => {
    await test.start();
    const from = await test.folder(step, ['log', 'begun'], [step]);
    const run = await test.submit(importOf(from));
    const events = await test.eventsOf(run, ({ type }) => {
      if (type === 'log') void test.client.cancelRun(run);
    });
    expect(types(events)).toEqual(['started', 'log', 'cancelled']);
    expect(await readdir(join(test.home, 'staging'))).toEqual([]);
    expect(last(await test.eventsOf(await test.submit(importOf(await test.folder('next')))))).toMatchObject({
      type: 'completed',
    });
    expect((await test.health()).jobs).toMatchObject({ completed: 1, cancelled: 1, failed: 0 });
  });

  it('does not begin a job whose run was cancelled while it waited', async () => {
    await test.client.cancelRun('r-2');
    await test.start();
    const from = await test.folder('late', ['trace', 'begun']);
    await test.submit(importOf(from, { run: 'r-2' }));
    expect(types(await test.eventsOf('r-2'))).toEqual(['cancelled']);
    await expect(trace(from)).rejects.toThrow();
  });

  it('gives a job back when it shuts down, and another service finishes it', async () => {
    const first = await test.start();
    const from = await test.folder('moved', ['trace', 'begun'], ['log', 'begun'], ['await', '.go']);
    const run = await test.submit(importOf(from));
    await test.untilLog(run, 'begun');
    const events = test.eventsOf(run);
    await first.close();
    await writeFile(join(from, '.go'), '');
    await test.start();
    expect(types(await events)).toEqual(['started', 'log', 'started', 'log', 'completed']);
    expect(await trace(from)).toEqual(['begun', 'begun']);
  });

  it('finishes a job through a time without the test.server, and takes the next', async () => {
    await test.start();
    const { port: own, username: token } = new URL(test.server.url);
    const port = Number(own);
    const from = await test.folder(
      'outage',
      ['log', 'begun'],
      ['await', '.go'],
      ['log', 'still at work'],
      ['trace', 'done'],
    );
    const run = await test.submit(importOf(from));
    await test.untilLog(run, 'begun');
    await test.server.stop();
    await writeFile(join(from, '.go'), '');
    while (!existsSync(join(from, '.trace'))) await sleep(10);
    await sleep(2000);
    test.server = await startServer({ store: join(test.home, 'nats'), port, token });
    const events = await test.eventsOf(run);
    expect(types(events)).toEqual(['started', 'log', 'log', 'completed']);
    expect(last(await test.eventsOf(await test.submit(importOf(await test.folder('next')))))).toMatchObject({
      type: 'completed',
    });
  });

  it('does two hundred small jobs queued at once, without growing', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      await test.submit(importOf(await test.folder('small'), { seed, run: 'many', step: `s-${seed}` }));
    }
    await test.start();
    // Seconds of this process's own work, which other processes do not lengthen as they do the time that passes
    const times: number[] = [];
    const memory: number[] = [];
    for await (const event of test.client.events('many')) {
      if (event.type === 'failed') throw new Error(event.error.message);
      if (event.type !== 'completed') continue;
      times.push(processorSeconds());
      if (times.length % 50 === 0) memory.push((await test.health()).memory_bytes);
      if (times.length === 200) break;
    }
    expect((await test.store.list()).length).toBe(200);
    const spent = (from: number, to: number) => times[to] - times[from];
    expect(spent(150, 199)).toBeLessThan(5 * spent(50, 99));
    expect(memory.at(-1)! - memory[0]).toBeLessThan(150 * 1024 * 1024);
  });
});
