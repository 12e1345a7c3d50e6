import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { importOf, last, trace, types, ServiceTest } from './fixtures/service-test.js';

describe('a service', () => {
  let test: ServiceTest;
  beforeEach(async () => {
    test = await ServiceTest.open();
  });
  afterEach(() => test.close());

  it('turns a job message into an artifact and events', async () => {
    await test.start();
    const from = await test.folder('simple', ['log', 'hello']);
    const run = await test.submit(importOf(from, { config: { labels: ['no', 'yes'] }, run: 'r-1', step: 'imported' }));
    expect(run).toBe('r-1');
    const events = await test.eventsOf('r-1');
    expect(types(events)).toEqual(['started', 'log', 'completed']);
    expect(events[1]).toMatchObject({ run: 'r-1', step: 'imported', service: 'training', text: 'hello' });
    const { artifact } = events[0] as { artifact: string };
    expect(last(events)).toMatchObject({ artifact, cached: false, summary: { pid: expect.any(Number) } });
    const { manifest, folder: result } = await test.store.open(artifact);
    expect(manifest).toMatchObject({
      kind: 'model',
      recipe: { operation: 'model.import', config: { labels: ['no', 'yes'] }, inputs: { from: {} }, seed: 1 },
      environment: { engine: 'none', tlc: expect.any(String) },
    });
    const config = JSON.parse(await readFile(join(result, 'config.json'), 'utf8'));
    expect(config).toEqual({ labels: ['no', 'yes'], normalize: false });
    expect(await readdir(join(test.home, 'staging'))).toEqual([]);
    expect(await readdir(join(test.home, 'work'))).toEqual([]);
  });

  it('does not compute what the store has', async () => {
    await test.start();
    const from = await test.folder('once', ['trace', 'computed']);
    const first = last(await test.eventsOf(await test.submit(importOf(from))));
    const again = await test.eventsOf(await test.submit(importOf(from)));
    expect(types(again)).toEqual(['completed']);
    expect(again[0]).toMatchObject({ cached: true, artifact: (first as { artifact: string }).artifact });
    expect(await trace(from)).toEqual(['computed']);
  });

  it('computes once what two services of one test.home are asked for at the same time', async () => {
    await test.start();
    await test.start();
    const from = await test.folder('same', ['trace', 'computed'], ['sleep', 500]);
    const runs = await Promise.all([test.submit(importOf(from)), test.submit(importOf(from))]);
    const ends = (await Promise.all(runs.map((run) => test.eventsOf(run)))).map(last);
    expect(ends.map((event) => event.type === 'completed' && event.cached).sort()).toEqual([false, true]);
    expect(await trace(from)).toEqual(['computed']);
  });

  it('answers for its health', async () => {
    await test.start();
    await test.eventsOf(await test.submit(importOf(await test.folder('health'))));
    expect(await test.health()).toMatchObject({
      service: 'training',
      worker: { state: 'warm', pid: expect.any(Number) },
      jobs: { completed: 1, cached: 0, failed: 0, cancelled: 0 },
    });
  });

  it('reports progress twice a second at most, and its last', async () => {
    await test.start();
    const from = await test.folder('progress', ['progress', 300], ['sleep', 700]);
    const events = await test.eventsOf(await test.submit(importOf(from)));
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
    await test.start();
    expect(last(await test.eventsOf(await test.submit(job)))).toMatchObject({ type: 'failed', error: { code } });
    expect(last(await test.eventsOf(await test.submit(importOf(await test.folder('next')))))).toMatchObject({
      type: 'completed',
    });
  });

  it('refuses a file that changed after it was planned', async () => {
    await test.start();
    const path = await test.folder('planned');
    const job = { ...importOf(path), inputs: { from: { path, digest: await test.store.digestFiles(path) } } };
    await appendFile(join(path, 'do.json'), ' ');
    expect(last(await test.eventsOf(await test.submit(job)))).toMatchObject({ error: { code: 'RECIPE_MISMATCH' } });
  });

  it('refuses an input artifact that was changed on disk, or is of another kind', async () => {
    await test.start();
    const made = last(await test.eventsOf(await test.submit(importOf(await test.folder('input'))))) as {
      artifact: string;
    };
    const finetune = { operation: 'model.finetune', inputs: { model: made.artifact, dataset: made.artifact } };
    const job = { ...finetune, config: { stop: { steps: 1 } } };
    expect(last(await test.eventsOf(await test.submit(job)))).toMatchObject({ error: { code: 'ARTIFACT_WRONG_KIND' } });
    await writeFile(join(test.home, 'artifacts', made.artifact, 'config.json'), 'changed');
    expect(last(await test.eventsOf(await test.submit(job)))).toMatchObject({
      error: { code: 'ARTIFACT_CORRUPT', details: { file: 'config.json' } },
    });
  });

  it('passes on the error of an operation, and leaves nothing behind', async () => {
    await test.start();
    const coded = await test.eventsOf(
      await test.submit(importOf(await test.folder('coded', ['write', 1000], ['throwCoded']))),
    );
    expect(last(coded)).toMatchObject({ error: { code: 'DATA_NO_SPLIT', details: { split: 'x' } } });
    const other = await test.eventsOf(await test.submit(importOf(await test.folder('other', ['throwOther']))));
    expect(last(other)).toMatchObject({ error: { code: 'JOB_FAILED', message: 'unforeseen' } });
    expect(other.some((event) => event.type === 'log' && event.text.includes('index.mjs'))).toBe(true);
    expect(await readdir(join(test.home, 'staging'))).toEqual([]);
  });
});
