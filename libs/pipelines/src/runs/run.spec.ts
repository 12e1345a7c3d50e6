import { describe, expect, it } from '@jest/globals';
import type { JobEvent } from '#contracts';
import {
  type Run,
  type RunJob,
  advance,
  applyEvent,
  cancel,
  openRun,
  readySteps,
  stepState,
  summaryOf,
} from './run.js';

const job = (name: string, needs: string[] = [], artifact = name): RunJob => ({
  name,
  operation: 'evaluate.texts',
  service: 'evaluation',
  artifact,
  needs,
  inputs: {},
  config: {},
  seed: 1,
});
const facts = { run: 'r-1', name: 'r', title: 'R', started: '2026-01-01', seed: 1, compare: [], fresh: false };
const event = (step: string, rest: object) =>
  ({ run: 'r-1', step, service: 'evaluation', time: '2026-01-01', ...rest }) as JobEvent;
const completed = (step: string) =>
  event(step, { type: 'completed', artifact: step, cached: false, seconds: 1, summary: { a: 1 } });
const failed = (step: string) => event(step, { type: 'failed', error: { code: 'JOB_FAILED', message: 'no', fix: '' } });
const names = (run: Run, indices: readonly number[]) => indices.map((index) => run.jobs[index].name);
const statuses = (run: Run) => Object.fromEntries(run.jobs.map(({ name }, i) => [name, run.steps[i].status]));

/** a → b → d, a → c → d */
const diamond = () => openRun(facts, [job('a'), job('b', ['a']), job('c', ['a']), job('d', ['b', 'c'])]);

describe('a run', () => {
  it('releases a step when all that it needs is done', () => {
    const run = diamond();
    expect(names(run, readySteps(run))).toEqual(['a']);
    expect(names(run, applyEvent(run, completed('a')).ready)).toEqual(['b', 'c']);
    expect(names(run, applyEvent(run, completed('b')).ready)).toEqual([]);
    expect(names(run, applyEvent(run, completed('c')).ready)).toEqual(['d']);
    applyEvent(run, completed('d'));
    expect(summaryOf(run)).toMatchObject({ status: 'completed', total: 4, counts: { completed: 4, waiting: 0 } });
  });

  it('skips what a failed step holds up, and goes on with the rest', () => {
    const run = diamond();
    applyEvent(run, completed('a'));
    applyEvent(run, failed('b'));
    expect(statuses(run)).toEqual({ a: 'completed', b: 'failed', c: 'waiting', d: 'skipped' });
    expect(summaryOf(run).status).toBe('running');
    expect(applyEvent(run, completed('c')).ready).toEqual([]);
    expect(summaryOf(run).status).toBe('failed');
    expect(stepState(run, 1).error).toMatchObject({ code: 'JOB_FAILED' });
  });

  it('lets a status go forward only, however late or often events come', () => {
    const run = diamond();
    applyEvent(run, completed('a'));
    expect(applyEvent(run, completed('a'))).toEqual({ changed: [], ready: [] });
    applyEvent(run, failed('a'));
    applyEvent(run, event('a', { type: 'started', artifact: 'a', attempt: 2 }));
    expect(statuses(run).a).toBe('completed');
    expect(applyEvent(run, completed('nobody'))).toEqual({ changed: [], ready: [] });
  });

  it('has a step that was completed before it was heard to start', () => {
    const run = diamond();
    expect(names(run, applyEvent(run, completed('a')).changed)).toEqual(['a']);
  });

  it('computes a result once when two steps have the same', () => {
    const run = openRun(facts, [job('a', [], 'x'), job('b', [], 'x'), job('c', ['b'])]);
    expect(names(run, readySteps(run))).toEqual(['a']);
    expect(names(run, applyEvent(run, completed('a')).ready)).toEqual(['b']);
  });

  it('gives up what waits when it is cancelled, and ends when what is at work has stopped', () => {
    const run = diamond();
    applyEvent(run, completed('a'));
    advance(run, 1, { status: 'running', cached: false });
    advance(run, 2, { status: 'queued', cached: false });
    cancel(run);
    expect(statuses(run)).toEqual({ a: 'completed', b: 'running', c: 'cancelled', d: 'cancelled' });
    expect(summaryOf(run).status).toBe('running');
    applyEvent(run, event('b', { type: 'cancelled' }));
    expect(summaryOf(run).status).toBe('cancelled');
  });

  it('goes on from records as if nothing had happened', () => {
    const run = diamond();
    applyEvent(run, completed('a'));
    applyEvent(run, completed('b'));
    const again = openRun(facts, run.jobs, run.steps);
    expect(names(again, readySteps(again))).toEqual(['c']);
    expect(names(again, applyEvent(again, completed('c')).ready)).toEqual(['d']);
  });

  it('takes as long for an event of 10,000 steps as of ten', () => {
    const jobs = Array.from({ length: 10_000 }, (_, i) => job(`s${i}`, i === 0 ? [] : [`s${i - 1}`]));
    const run = openRun(facts, jobs);
    for (let i = 0; i < jobs.length; i += 1) expect(applyEvent(run, completed(`s${i}`)).changed).toEqual([i]);
    expect(summaryOf(run).status).toBe('completed');
  });
});
