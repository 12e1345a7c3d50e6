import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openFolderStore } from '#artifacts';
import type { JobEvent } from '#contracts';
import { type Bucket, type Client, type PrivateServer, connect, startServer } from '#messaging';
import { type RunJob, applyEvent, openRun } from './run.js';
import { type RunStore, openRunStore, touch } from './run-store.js';
import { createRunner } from './runner.js';

let base: string;
let server: PrivateServer;
let client: Client;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-run-store-'));
  server = await startServer({ store: join(base, 'nats') });
  client = await connect(server.url);
});
afterAll(async () => {
  await client.close();
  await server.stop();
  await rm(base, { recursive: true });
});

const facts = { name: 'test', title: 'T', started: '2026-01-01T00:00:00.000Z', seed: 1, compare: [], fresh: false };
/** Steps in three pieces; their configs need three pieces more. */
const jobs = Array.from({ length: 201 }, (_, index): RunJob => ({
  ...{ name: `s${index}`, operation: 'evaluate.texts', service: 'evaluation', needs: [], inputs: {}, seed: 1 },
  artifact: index.toString(16).padStart(64, '0'),
  config: { long: 'x'.repeat(2000) },
}));
const PIECES = 3 + 3;

const eventOf = (run: string, step: string, type: JobEvent['type'], more: object): JobEvent =>
  ({ run, step, type, service: 'evaluation', time: facts.started, ...more }) as JobEvent;
const failed = (run: string, step: string) =>
  eventOf(run, step, 'failed', { error: { code: 'FILE_EMPTY', message: 'no rows', fix: '' } });

/** A bucket that does something before each write, told which one it is. */
function watched(bucket: Bucket<unknown>, before: (write: number) => Promise<void> | void): Bucket<unknown> {
  let write = 0;
  const next = async <T>(work: () => Promise<T>) => {
    await before((write += 1));
    return work();
  };
  return {
    ...bucket,
    create: (key, value) => next(() => bucket.create(key, value)),
    update: (key, value, revision) => next(() => bucket.update(key, value, revision)),
    put: (key, value) => next(() => bucket.put(key, value)),
    delete: (key) => next(() => bucket.delete(key)),
  };
}

describe('a store of runs', () => {
  it('writes again a step that changes while it is being written', async () => {
    const run = openRun({ ...facts, run: 'changing' }, jobs.slice(0, 2));
    let isChanged = false;
    const slow: Bucket<unknown> = {
      ...client.runs,
      update: async (key, value, revision) => {
        const written = await client.runs.update(key, value, revision);
        if (!isChanged) touch(stored, applyEvent(run, failed('changing', 's1')).changed);
        isChanged = true;
        return written;
      },
    };
    const runs = openRunStore(slow);
    const stored = (await runs.create(run))!;
    touch(stored, applyEvent(run, failed('changing', 's0')).changed);
    expect(await runs.save(stored)).toBe(true);
    // Not ended, as far as is written: a process that takes over looks after it.
    expect(await summaryOf('changing')).toMatchObject({ status: 'running' });
    expect(await runs.save(stored)).toBe(true);
    const read = (await runs.load('changing'))!.run;
    expect(read.steps.map(({ status }) => status)).toEqual(['failed', 'failed']);
    expect(await summaryOf('changing')).toMatchObject({ status: 'failed' });
  });

  it('has a run whole or not at all, wherever the process that writes it is killed', async () => {
    for (let at = 1; at <= PIECES + 1; at += 1) {
      const id = `killed-${at}`;
      const runs = openRunStore(dyingAt(at));
      await expect(runs.create(openRun({ ...facts, run: id }, jobs))).rejects.toThrow('killed');
      expect(await openRunStore(client.runs).load(id)).toBeUndefined();
    }
    const runs = openRunStore(client.runs);
    await runs.create(openRun({ ...facts, run: 'whole' }, jobs));
    for (let at = 1; at <= PIECES + 1; at += 1) {
      await expect(openRunStore(dyingAt(at)).remove('whole')).rejects.toThrow('killed');
      const isThere = at === 1;
      expect((await runs.load('whole'))?.run.jobs.length).toBe(isThere ? jobs.length : undefined);
      if (!isThere) break;
    }
    const orphans = async () => (await client.runs.keys()).filter(({ key }) => /^(killed|whole)/.test(key)).length;
    expect(await orphans()).toBeGreaterThan(PIECES);
    await runs.removeOrphans();
    expect(await orphans()).toBeGreaterThan(PIECES); // another process may be writing them now
    await runs.removeOrphans(Date.now() + 3600_000);
    expect(await orphans()).toBe(0);
    expect((await runs.load('changing'))!.run.jobs).toHaveLength(2);
  });

  it('gives every run that began to the next process, wherever the one before was killed', async () => {
    const store = await openFolderStore(base);
    for (let at = PIECES + 2; ; at += 1) {
      let isDead = false;
      const dying = watched(client.runs, (write) => {
        isDead ||= write === at;
        if (isDead) throw new Error('killed');
      });
      const first = createRunner({ client: { ...client, runs: dying }, store, onTrouble: () => {} });
      const { run } = await first.submit(facts, jobs, []);
      await until(async () => isDead || (await savedCount(run)) === jobs.length);
      if (!isDead) {
        expect(at).toBeGreaterThan(PIECES + 4);
        await first.stop();
        return;
      }
      const second = createRunner({ client, store, onTrouble: () => {} });
      await second.start();
      await until(async () => (await second.status(run, 0, 0)).counts.queued === jobs.length);
      await client.publishEvent(failed(run, 's0'));
      await until(async () => (await second.status(run, 0, 0)).counts.failed === 1);
      await second.cancel(run);
      await second.stop();
      expect((await loaded(run))!.run.counts).toMatchObject({ failed: 1, cancelled: jobs.length - 1 });
    }
  });
});

const dyingAt = (at: number): Bucket<unknown> =>
  watched(client.runs, (write) => {
    if (write >= at) throw new Error('killed');
  });

const savedCount = async (run: string): Promise<number> => (await loaded(run))?.run.counts.queued ?? 0;
const summaryOf = async (run: string) =>
  (await openRunStore(client.runs).summaries()).find((summary) => summary.run === run);
const loaded = (run: string): ReturnType<RunStore['load']> => openRunStore(client.runs).load(run);

async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 10));
}
