import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type FolderStore, type Recipe, openFolderStore, recipeId } from '#artifacts';
import type { JobEvent, RunState } from '#contracts';
import { type Client, type PrivateServer, connect, startServer } from '#messaging';
import type { RunJob } from './run.js';
import { type Runner, createRunner } from './runner.js';

let base: string;
let store: FolderStore;
let server: PrivateServer;
let client: Client;
const open: Runner[] = [];

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'tlc-runner-'));
  store = await openFolderStore(base);
  server = await startServer({ store: join(base, 'nats') });
  client = await connect(server.url);
});
afterAll(async () => {
  await Promise.all(open.map((runner) => runner.stop()));
  await client.close();
  await server.stop();
  await rm(base, { recursive: true });
});

const runnerOf = (): Runner => {
  const runner = createRunner({ client, store, onTrouble: () => {} });
  open.push(runner);
  return runner;
};

let made = 0;
const recipeOf = (name: string): Recipe => {
  made += 1;
  return { operation: 'evaluate.texts', version: 1, config: { name, made }, inputs: {}, seed: 1 };
};
const recipes = new Map<string, Recipe>();
const job = (name: string, needs: string[] = []): RunJob => {
  const recipe = recipeOf(name);
  const artifact = recipeId(recipe);
  recipes.set(artifact, recipe);
  return { name, operation: 'evaluate.texts', service: 'evaluation', artifact, needs, inputs: {}, config: {}, seed: 1 };
};
const diamond = () => [job('a'), job('b', ['a']), job('c', ['a']), job('d', ['b', 'c'])];
const facts = { name: 'test', title: 'Test', started: new Date().toISOString(), seed: 1, compare: ['d'], fresh: false };

/** Makes the result of a step, as a worker does. */
async function make({ artifact }: RunJob): Promise<void> {
  const staged = await store.stage(artifact);
  await writeFile(join(staged, 'scores.json'), '{}');
  const recipe = recipes.get(artifact)!;
  await store.commit(staged, { kind: 'scores', recipe, seconds: 2, summary: { bleu: 30 }, environment: {} });
}

type Kind = JobEvent['type'];

async function say(run: string, step: string, type: Kind, more: object = {}): Promise<void> {
  const event = { run, step, type, service: 'evaluation', time: new Date().toISOString(), ...more };
  await client.publishEvent(event as JobEvent);
}
const complete = (run: string, step: RunJob) =>
  say(run, step.name, 'completed', { artifact: step.artifact, cached: false, seconds: 2, summary: { bleu: 30 } });

const statuses = ({ steps }: RunState) => Object.fromEntries(steps.map(({ name, status }) => [name, status]));

async function until(runner: Runner, run: string, holds: (state: RunState) => boolean): Promise<RunState> {
  for (;;) {
    const state = await runner.status(run, 0, 500);
    if (holds(state)) return state;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
const untilStep = (runner: Runner, run: string, step: string, status: string) =>
  until(runner, run, (state) => statuses(state)[step] === status);

describe('a runner', () => {
  it('queues a step when what it needs is done, and ends when all are', async () => {
    const runner = runnerOf();
    await runner.start();
    const [a, b, c, d] = diamond();
    const { run } = await runner.submit(facts, [a, b, c, d], []);
    expect(run).toMatch(/^test-[a-z0-9]+$/);
    expect(statuses(await untilStep(runner, run, 'a', 'queued'))).toEqual({
      a: 'queued',
      b: 'waiting',
      c: 'waiting',
      d: 'waiting',
    });
    await say(run, 'a', 'started', { artifact: a.artifact, attempt: 1 });
    await say(run, 'a', 'progress', { progress: { done: 0.5 } });
    const working = await until(runner, run, ({ steps }) => steps[0].progress !== undefined);
    expect(working.steps[0]).toMatchObject({ status: 'running', progress: { done: 0.5 } });
    await complete(run, a);
    await untilStep(runner, run, 'c', 'queued');
    for (const step of [b, c]) await complete(run, step);
    await untilStep(runner, run, 'd', 'queued');
    await complete(run, d);
    const state = await until(runner, run, ({ status }) => status !== 'running');
    expect(state).toMatchObject({ status: 'completed', compare: ['d'], ended: expect.any(String) });
    expect(state.steps[3]).toMatchObject({ seconds: 2, summary: { bleu: 30 } });
    expect((await runner.list(1))[0]).toMatchObject({ run, status: 'completed', counts: { completed: 4 } });
  });

  it('skips what a failed step holds up, finishes the others, and keeps the error', async () => {
    const runner = runnerOf();
    await runner.start();
    const [a, b, c, d] = diamond();
    const { run } = await runner.submit(facts, [a, b, c, d], []);
    await complete(run, a);
    await untilStep(runner, run, 'b', 'queued');
    await say(run, 'b', 'failed', { error: { code: 'FILE_EMPTY', message: 'no rows', fix: '' } });
    await complete(run, c);
    const state = await until(runner, run, ({ status }) => status !== 'running');
    expect(state.status).toBe('failed');
    expect(statuses(state)).toEqual({ a: 'completed', b: 'failed', c: 'completed', d: 'skipped' });
    expect(state.steps[1].error).toMatchObject({ code: 'FILE_EMPTY', message: 'no rows' });
  });

  it('goes on after a restart, with what happened while it was away', async () => {
    const first = runnerOf();
    await first.start();
    const [a, b, c, d] = diamond();
    const { run } = await first.submit(facts, [a, b, c, d], []);
    await untilStep(first, run, 'a', 'queued');
    await first.stop();
    await complete(run, a);
    const second = runnerOf();
    await second.start();
    await untilStep(second, run, 'b', 'queued');
    await second.stop();
    // The results are there, though nobody has heard of them.
    for (const step of [b, c]) await make(step);
    const third = runnerOf();
    await third.start();
    await untilStep(third, run, 'd', 'queued');
    await complete(run, d);
    expect(await until(third, run, ({ status }) => status !== 'running')).toMatchObject({ status: 'completed' });
  });

  it('has, of a failure, written down what it acknowledged', async () => {
    const first = runnerOf();
    await first.start();
    const { run } = await first.submit(facts, [job('a'), job('b')], []);
    await untilStep(first, run, 'a', 'queued');
    await say(run, 'a', 'failed', { error: { code: 'FILE_EMPTY', message: 'no rows', fix: '' } });
    await untilStep(first, run, 'a', 'failed');
    // Killed, as far as a test can be: another looks at what is written, and this one writes no more.
    const state = await until(runnerOf(), run, ({ steps }) => steps[0].status === 'failed');
    expect(state.steps[0].error).toMatchObject({ code: 'FILE_EMPTY' });
  });

  it('shares a run with another runner: each hears half of the events, and both know all of them', async () => {
    const runners = [runnerOf(), runnerOf()];
    for (const runner of runners) await runner.start();
    const jobs = Array.from({ length: 40 }, (_, i) => job(`s${i}`));
    const last = job(
      'last',
      jobs.map(({ name }) => name),
    );
    const { run } = await runners[0].submit(facts, [...jobs, last], []);
    await until(runners[0], run, ({ counts }) => counts.queued === 40);
    for (const step of jobs) await complete(run, step);
    await untilStep(runners[1], run, 'last', 'queued');
    await complete(run, last);
    for (const runner of runners) {
      expect(await until(runner, run, ({ status }) => status !== 'running')).toMatchObject({ status: 'completed' });
    }
  });

  it('cancels: what waits at once, what is at work when it says so', async () => {
    const runner = runnerOf();
    await runner.start();
    const [a, b, c, d] = diamond();
    const { run } = await runner.submit(facts, [a, b, c, d], []);
    await say(run, 'a', 'started', { artifact: a.artifact, attempt: 1 });
    await untilStep(runner, run, 'a', 'running');
    expect(await runner.cancel(run)).toMatchObject({ status: 'running', counts: { running: 1, cancelled: 3 } });
    expect(await client.isCancelled(run)).toBe(true);
    await say(run, 'a', 'cancelled');
    expect(await until(runner, run, ({ status }) => status !== 'running')).toMatchObject({ status: 'cancelled' });
    await expect(runner.cancel(run)).rejects.toMatchObject({ code: 'RUN_FINISHED' });
  });

  it('gives up what was at work, too, where nobody is at work any more', async () => {
    const first = runnerOf();
    await first.start();
    const [a, b, c, d] = diamond();
    const { run } = await first.submit(facts, [a, b, c, d], []);
    await say(run, 'a', 'started', { artifact: a.artifact, attempt: 1 });
    await untilStep(first, run, 'a', 'running');
    await first.stop();
    expect(await runnerOf().cancel(run, false)).toMatchObject({ status: 'cancelled', counts: { cancelled: 4 } });
  });

  it('names the run that was probably meant', async () => {
    const runner = runnerOf();
    const [{ run }] = await runner.list(1);
    await expect(runner.status(`${run}x`, 0, 0)).rejects.toMatchObject({
      code: 'RUN_UNKNOWN',
      details: { nearest: expect.stringMatching(/^test-/) },
    });
    await expect(runner.status('../x', 0, 0)).rejects.toMatchObject({ code: 'NAME_INVALID' });
  });

  it('does not queue a step whose result has come to be there', async () => {
    const runner = runnerOf();
    await runner.start();
    const [a, b] = [job('a'), job('b', ['a'])];
    await make(b);
    const { run } = await runner.submit(facts, [a, b], []);
    await complete(run, a);
    const state = await until(runner, run, ({ status }) => status !== 'running');
    expect(state.steps[1]).toMatchObject({ status: 'completed', cached: true, summary: { bleu: 30 } });
  });

  it('queues a thousand steps, and answers for them in pages', async () => {
    const runner = runnerOf();
    await runner.start();
    const jobs = Array.from({ length: 1000 }, (_, i) => job(`s${i}`));
    const { run } = await runner.submit(facts, jobs, []);
    await until(runner, run, ({ counts }) => counts.queued === 1000);
    const page = await runner.status(run, 990, 500);
    expect(page.steps.map(({ name }) => name)).toEqual(jobs.slice(990).map(({ name }) => name));
    await Promise.all(jobs.map((step) => complete(run, step)));
    await until(runner, run, ({ status }) => status === 'completed');
  });
});
