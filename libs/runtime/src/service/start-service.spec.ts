import { existsSync } from 'node:fs';
import { appendFile, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type FolderStore, openFolderStore } from '#artifacts';
import { type JobEvent, type JobMessage, healthSubject } from '#contracts';
import { type Client, type PrivateServer, connect, startServer } from '#messaging';
import type { HealthReport } from './health.js';
import { createLogger } from './logger.js';
import { jobService } from './job-service.js';
import type { RunningService, ServiceOptions } from './start-service.js';

type Step = [name: string, argument?: unknown];

const startTraining = jobService('training', fileURLToPath(new URL('../fixtures/operations', import.meta.url)));

/** Seconds that this process has had a processor. */
function processorSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

describe('a service', () => {
  let home: string;
  let server: PrivateServer;
  let client: Client;
  let store: FolderStore;
  let services: RunningService[];
  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'tlc-service-'));
    server = await startServer({ store: join(home, 'nats') });
    client = await connect(server.url);
    store = await openFolderStore(home);
    services = [];
  });
  afterEach(async () => {
    await Promise.all(services.map((service) => service.close()));
    await client.close();
    await server.stop();
    await rm(home, { recursive: true });
  });

  async function start(options: ServiceOptions = {}): Promise<RunningService> {
    const logger = createLogger('training', 'silent');
    const service = await startTraining({
      server: server.url,
      home,
      logger,
      graceMs: 50,
      inputRoots: () => ['/'],
      ...options,
    });
    services.push(service);
    return service;
  }

  /** A folder whose import does these steps. */
  async function folder(name: string, ...steps: Step[]): Promise<string> {
    const path = join(home, 'inputs', name);
    await mkdir(path, { recursive: true });
    await writeFile(join(path, 'do.json'), JSON.stringify(steps));
    return path;
  }

  const importOf = (from: string, others: Partial<JobMessage> = {}) => ({
    operation: 'model.import',
    inputs: { from },
    ...others,
  });
  const submit = async (job: object) => (await client.publishJob('training', job)).run;
  const trace = async (from: string) => (await readFile(join(from, '.trace'), 'utf8')).trim().split('\n');
  const health = () => client.request<HealthReport>(healthSubject('training'));

  async function eventsOf(run: string, onEvent: (event: JobEvent) => void = () => {}): Promise<JobEvent[]> {
    const all: JobEvent[] = [];
    for await (const event of client.events(run)) {
      all.push(event);
      onEvent(event);
      if (['completed', 'failed', 'cancelled'].includes(event.type)) return all;
    }
    return all;
  }
  async function untilLog(run: string, text: string): Promise<void> {
    for await (const event of client.events(run)) if (event.type === 'log' && event.text === text) return;
  }
  const types = (events: JobEvent[]) => events.map(({ type }) => type);
  const last = (events: JobEvent[]) => events.at(-1)!;

  it('turns a job message into an artifact and events', async () => {
    await start();
    const from = await folder('simple', ['log', 'hello']);
    const run = await submit(importOf(from, { config: { labels: ['no', 'yes'] }, run: 'r-1', step: 'imported' }));
    expect(run).toBe('r-1');
    const events = await eventsOf('r-1');
    expect(types(events)).toEqual(['started', 'log', 'completed']);
    expect(events[1]).toMatchObject({ run: 'r-1', step: 'imported', service: 'training', text: 'hello' });
    const { artifact } = events[0] as { artifact: string };
    expect(last(events)).toMatchObject({ artifact, cached: false, summary: { pid: expect.any(Number) } });
    const { manifest, folder: result } = await store.open(artifact);
    expect(manifest).toMatchObject({
      kind: 'model',
      recipe: { operation: 'model.import', config: { labels: ['no', 'yes'] }, inputs: { from: {} }, seed: 1 },
      environment: { engine: 'none', tlc: expect.any(String) },
    });
    const config = JSON.parse(await readFile(join(result, 'config.json'), 'utf8'));
    expect(config).toEqual({ labels: ['no', 'yes'], normalize: false });
    expect(await readdir(join(home, 'staging'))).toEqual([]);
    expect(await readdir(join(home, 'work'))).toEqual([]);
  });

  it('does not compute what the store has', async () => {
    await start();
    const from = await folder('once', ['trace', 'computed']);
    const first = last(await eventsOf(await submit(importOf(from))));
    const again = await eventsOf(await submit(importOf(from)));
    expect(types(again)).toEqual(['completed']);
    expect(again[0]).toMatchObject({ cached: true, artifact: (first as { artifact: string }).artifact });
    expect(await trace(from)).toEqual(['computed']);
  });

  it('computes once what two services of one home are asked for at the same time', async () => {
    await start();
    await start();
    const from = await folder('same', ['trace', 'computed'], ['sleep', 500]);
    const runs = await Promise.all([submit(importOf(from)), submit(importOf(from))]);
    const ends = (await Promise.all(runs.map((run) => eventsOf(run)))).map(last);
    expect(ends.map((event) => event.type === 'completed' && event.cached).sort()).toEqual([false, true]);
    expect(await trace(from)).toEqual(['computed']);
  });

  it('answers for its health', async () => {
    await start();
    await eventsOf(await submit(importOf(await folder('health'))));
    expect(await health()).toMatchObject({
      service: 'training',
      worker: { state: 'warm', pid: expect.any(Number) },
      jobs: { completed: 1, cached: 0, failed: 0, cancelled: 0 },
    });
  });

  it('reports progress twice a second at most, and its last', async () => {
    await start();
    const from = await folder('progress', ['progress', 300], ['sleep', 700]);
    const events = await eventsOf(await submit(importOf(from)));
    const progress = events.flatMap((event) => (event.type === 'progress' ? [event.progress] : []));
    expect(progress.length).toBeLessThan(8);
    expect(progress.at(-1)).toMatchObject({ done: 1, step: 300 });
  });

  it.each([
    ['an unknown operation', { operation: 'model.importt' }, 'PIPELINE_UNKNOWN_OPERATION'],
    [
      'an operation of another service',
      { operation: 'tokenizer.learn', inputs: { corpus: '/etc/hostname' } },
      'JOB_WRONG_SERVICE',
    ],
    ['a plugin where there are none', { operation: 'compress', config: { with: 'x' } }, 'JOB_WRONG_SERVICE'],
    ['no input', { operation: 'model.import' }, 'PIPELINE_MISSING_INPUT'],
    ['an unknown input', { operation: 'model.import', inputs: { form: 'x' } }, 'CONFIG_UNKNOWN_KEY'],
    [
      'an unknown key',
      { operation: 'model.import', inputs: { from: '/etc/hostname' }, config: { label: [] } },
      'CONFIG_UNKNOWN_KEY',
    ],
    ['a file that is not there', { operation: 'model.import', inputs: { from: '/nothing/here' } }, 'FILE_MISSING'],
    [
      'an artifact that is not there',
      { operation: 'model.import', inputs: { from: 'f'.repeat(64) } },
      'ARTIFACT_UNKNOWN',
    ],
    [
      'an artifact’s name that leads elsewhere',
      { operation: 'model.import', inputs: { from: { artifact: '../x' } } },
      'CONFIG_WRONG_VALUE',
    ],
  ])('refuses a job with %s, and does the next', async (_, job, code) => {
    await start();
    expect(last(await eventsOf(await submit(job)))).toMatchObject({ type: 'failed', error: { code } });
    expect(last(await eventsOf(await submit(importOf(await folder('next')))))).toMatchObject({ type: 'completed' });
  });

  it('refuses a file that changed after it was planned', async () => {
    await start();
    const path = await folder('planned');
    const job = { ...importOf(path), inputs: { from: { path, digest: await store.digestFiles(path) } } };
    await appendFile(join(path, 'do.json'), ' ');
    expect(last(await eventsOf(await submit(job)))).toMatchObject({ error: { code: 'RECIPE_MISMATCH' } });
  });

  it('refuses an input artifact that was changed on disk, or is of another kind', async () => {
    await start();
    const made = last(await eventsOf(await submit(importOf(await folder('input'))))) as { artifact: string };
    const finetune = { operation: 'model.finetune', inputs: { model: made.artifact, dataset: made.artifact } };
    const job = { ...finetune, config: { stop: { steps: 1 } } };
    expect(last(await eventsOf(await submit(job)))).toMatchObject({ error: { code: 'ARTIFACT_WRONG_KIND' } });
    await writeFile(join(home, 'artifacts', made.artifact, 'config.json'), 'changed');
    expect(last(await eventsOf(await submit(job)))).toMatchObject({
      error: { code: 'ARTIFACT_CORRUPT', details: { file: 'config.json' } },
    });
  });

  it('passes on the error of an operation, and leaves nothing behind', async () => {
    await start();
    const coded = await eventsOf(await submit(importOf(await folder('coded', ['write', 1000], ['throwCoded']))));
    expect(last(coded)).toMatchObject({ error: { code: 'DATA_NO_SPLIT', details: { split: 'x' } } });
    const other = await eventsOf(await submit(importOf(await folder('other', ['throwOther']))));
    expect(last(other)).toMatchObject({ error: { code: 'JOB_FAILED', message: 'unforeseen' } });
    expect(other.some((event) => event.type === 'log' && event.text.includes('index.mjs'))).toBe(true);
    expect(await readdir(join(home, 'staging'))).toEqual([]);
  });

  it('goes on in a new process, with the same work folder, when the child is killed in the middle', async () => {
    await start();
    const from = await folder('killed', ['trace', 'begun'], ['print', 'last words'], ['sleep', 50], ['crash', 2]);
    const events = await eventsOf(await submit(importOf(from)));
    const attempts = events.flatMap((event) => (event.type === 'started' ? [event.attempt] : []));
    expect(attempts).toEqual([1, 2, 3]);
    expect(last(events).type).toBe('completed');
    expect(events.some((event) => event.type === 'log' && /SIGKILL.*last words/s.test(event.text))).toBe(true);
    expect(await trace(from)).toEqual(['begun', 'begun', 'begun']);
  });

  it('gives up a job whose process dies each time', async () => {
    await start();
    const from = await folder('dies', ['crash', 100]);
    expect(last(await eventsOf(await submit(importOf(from))))).toMatchObject({
      error: { code: 'JOB_CRASHED', details: { how: 'SIGKILL' } },
    });
    expect(last(await eventsOf(await submit(importOf(await folder('next')))))).toMatchObject({ type: 'completed' });
  });

  it.each([
    ['waits', 'forever'],
    ['never gives the processor back', 'spin'],
  ])('cancels an operation that %s', async (_, step) => {
    await start();
    const from = await folder(step, ['log', 'begun'], [step]);
    const run = await submit(importOf(from));
    const events = await eventsOf(run, ({ type }) => {
      if (type === 'log') void client.cancelRun(run);
    });
    expect(types(events)).toEqual(['started', 'log', 'cancelled']);
    expect(await readdir(join(home, 'staging'))).toEqual([]);
    expect(last(await eventsOf(await submit(importOf(await folder('next')))))).toMatchObject({ type: 'completed' });
    expect((await health()).jobs).toMatchObject({ completed: 1, cancelled: 1, failed: 0 });
  });

  it('does not begin a job whose run was cancelled while it waited', async () => {
    await client.cancelRun('r-2');
    await start();
    const from = await folder('late', ['trace', 'begun']);
    await submit(importOf(from, { run: 'r-2' }));
    expect(types(await eventsOf('r-2'))).toEqual(['cancelled']);
    await expect(trace(from)).rejects.toThrow();
  });

  it('gives a job back when it shuts down, and another service finishes it', async () => {
    const first = await start();
    const from = await folder('moved', ['trace', 'begun'], ['log', 'begun'], ['await', '.go']);
    const run = await submit(importOf(from));
    await untilLog(run, 'begun');
    const events = eventsOf(run);
    await first.close();
    await writeFile(join(from, '.go'), '');
    await start();
    expect(types(await events)).toEqual(['started', 'log', 'started', 'log', 'completed']);
    expect(await trace(from)).toEqual(['begun', 'begun']);
  });

  it('finishes a job through a time without the server, and takes the next', async () => {
    await start();
    const { port: own, username: token } = new URL(server.url);
    const port = Number(own);
    const from = await folder(
      'outage',
      ['log', 'begun'],
      ['await', '.go'],
      ['log', 'still at work'],
      ['trace', 'done'],
    );
    const run = await submit(importOf(from));
    await untilLog(run, 'begun');
    await server.stop();
    await writeFile(join(from, '.go'), '');
    while (!existsSync(join(from, '.trace'))) await sleep(10);
    await sleep(2000);
    server = await startServer({ store: join(home, 'nats'), port, token });
    const events = await eventsOf(run);
    expect(types(events)).toEqual(['started', 'log', 'log', 'completed']);
    expect(last(await eventsOf(await submit(importOf(await folder('next')))))).toMatchObject({ type: 'completed' });
  });

  it('does two hundred small jobs queued at once, without growing', async () => {
    for (let seed = 1; seed <= 200; seed += 1) {
      await submit(importOf(await folder('small'), { seed, run: 'many', step: `s-${seed}` }));
    }
    await start();
    // Seconds of this process's own work, which other processes do not lengthen as they do the time that passes
    const times: number[] = [];
    const memory: number[] = [];
    for await (const event of client.events('many')) {
      if (event.type === 'failed') throw new Error(event.error.message);
      if (event.type !== 'completed') continue;
      times.push(processorSeconds());
      if (times.length % 50 === 0) memory.push((await health()).memory_bytes);
      if (times.length === 200) break;
    }
    expect((await store.list()).length).toBe(200);
    const spent = (from: number, to: number) => times[to] - times[from];
    expect(spent(150, 199)).toBeLessThan(5 * spent(50, 99));
    expect(memory.at(-1)! - memory[0]).toBeLessThan(150 * 1024 * 1024);
  });
});
