import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Worker, type WorkerOptions, createWorker } from './worker.js';

const operations = fileURLToPath(new URL('../fixtures/operations', import.meta.url));
const silent = { progress: () => {}, log: () => {} };
const never = new AbortController().signal;
const MIB = 1024 * 1024;

describe('worker', () => {
  let folder: string;
  let worker: Worker;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tlc-worker-'));
  });
  afterEach(async () => {
    await worker.close();
    await rm(folder, { recursive: true });
  });

  function create(options: Partial<WorkerOptions> = {}): Worker {
    worker = createWorker({ service: 'training', operations, ...options });
    return worker;
  }

  const run = (...steps: [string, unknown?][]) => runWatched(silent, ...steps);

  async function runWatched(watcher: typeof silent, ...steps: [string, unknown?][]) {
    const [input, output, work] = ['input', 'output', 'work'].map((name) => join(folder, name));
    for (const path of [input, output, work]) await mkdir(path, { recursive: true });
    await writeFile(join(input, 'do.json'), JSON.stringify(steps));
    const recipe = { operation: 'model.import', version: 1, config: {}, inputs: {}, seed: 1 };
    const job = {
      operation: 'model.import',
      config: {},
      seed: 1,
      inputs: { from: { path: input } },
      output,
      work,
      recipe,
    };
    const { summary } = await worker.run(job, watcher, never);
    return summary.pid as number;
  }

  async function until(condition: () => boolean) {
    for (let waited = 0; !condition(); waited += 10) {
      if (waited > 250_000) throw new Error('not within time');
      await sleep(10);
    }
  }

  it('has a child ready before the first job, and keeps it for the next', async () => {
    create();
    await until(() => worker.state.state === 'warm');
    const { pid } = worker.state;
    expect(await run()).toBe(pid);
    expect(await run()).toBe(pid);
  });

  it('has in the log of each later job what its process gave notice of', async () => {
    create();
    const lines: unknown[] = [];
    const watcher = { ...silent, log: (...line: unknown[]) => void lines.push(line) };
    await runWatched(watcher, ['warn', ['no library', 'TlcNotice']], ['warn', ['old', 'DeprecationWarning']]);
    expect(lines).toEqual([]);
    for (let job = 0; job < 2; job++) await runWatched(watcher);
    expect(lines).toEqual(Array(2).fill(['warning', 'Notice: no library']));
  });

  it('replaces a child that holds too much memory after a job', async () => {
    create({ mostBytes: 200 * MIB });
    const first = await run();
    expect(await run(['hold', 300 * MIB])).toBe(first);
    expect(await run()).not.toBe(first);
  });

  it('keeps a child whose operation threw', async () => {
    create();
    const first = await run();
    await expect(run(['throwCoded'])).rejects.toMatchObject({ code: 'DATA_NO_SPLIT' });
    expect(await run()).toBe(first);
  });

  it('replaces a child that dies while it waits', async () => {
    create();
    const first = await run();
    process.kill(first, 'SIGKILL');
    await until(() => worker.state.pid !== first);
    expect(await run()).not.toBe(first);
  });

  it('says what is wrong with operations that cannot be loaded, each time', async () => {
    const broken = join(folder, 'operations/broken/src');
    await mkdir(broken, { recursive: true });
    await writeFile(join(broken, 'index.mjs'), 'throw new Error("no library")');
    create({ operations: join(folder, 'operations') });
    await expect(run()).rejects.toThrow('no library');
    await until(() => worker.state.state === 'none' || worker.state.state === 'warm');
    await expect(run()).rejects.toThrow('no library');
  });

  it('ends its child when it closes', async () => {
    create();
    const pid = await run();
    await worker.close();
    expect(() => process.kill(pid, 0)).toThrow();
  });
});
