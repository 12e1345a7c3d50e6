import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { EVENTS } from '../fixtures/events.js';
import { mlflow } from './tracker.js';

interface Received {
  readonly path: string;
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

let server: Server;
let address: string;
let received: Received[];
let experiments: string[];

/** Receives as MLflow's server does: what is not known is an error with its code. */
beforeEach(async () => {
  received = [];
  experiments = [];
  server = createServer(async (request, response) => {
    const url = new URL(request.url!, 'http://x');
    const path = url.pathname.replace('/api/2.0/mlflow/', '');
    let text = '';
    for await (const part of request) text += part;
    const body = request.method === 'GET' ? Object.fromEntries(url.searchParams) : JSON.parse(text);
    received.push({ path, body });
    const answer = (status: number, content: object) => response.writeHead(status).end(JSON.stringify(content));
    if (path === 'experiments/get-by-name') {
      const at = experiments.indexOf(body.experiment_name);
      if (at < 0) answer(404, { error_code: 'RESOURCE_DOES_NOT_EXIST', message: 'no such experiment' });
      else answer(200, { experiment: { experiment_id: String(at) } });
    } else if (path === 'experiments/create') answer(200, { experiment_id: String(experiments.push(body.name) - 1) });
    else if (path === 'runs/create') {
      if (body.tags[0].value === 'forbidden') answer(403, { error_code: 'PERMISSION_DENIED', message: 'not you' });
      else answer(200, { run: { info: { run_id: `id-${body.run_name}` } } });
    } else answer(200, {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise<void>((resolve) => server.close(() => resolve())));

it('makes an experiment for a run and a run for each step that computes, with curves, result and end', async () => {
  const tracker = mlflow(`${address}/`);
  for (const event of EVENTS) await tracker.take(event);
  await tracker.close();
  expect(experiments).toEqual(['sst2-1']);
  const bodies = (path: string) => received.filter((each) => each.path === path).map(({ body }) => body);
  expect(bodies('runs/create').map(({ run_name, experiment_id }) => [run_name, experiment_id])).toEqual([
    ['tuned', '0'],
    ['other', '0'],
  ]);
  const [{ run_id, metrics }, ...others] = bodies('runs/log-batch');
  expect([run_id, others]).toEqual(['id-tuned', []]);
  const time = Date.parse('2026-11-24T10:00:02.500Z');
  expect(metrics).toEqual([
    { key: 'loss', value: 0.75, timestamp: time, step: 10 },
    { key: 'learning_rate', value: 0.001, timestamp: time, step: 10 },
    { key: 'loss', value: 0.5, timestamp: time + 1000, step: 20 },
    { key: 'tokens_per_second', value: 12_000, timestamp: time + 1000, step: 20 },
    { key: 'result/dev_accuracy', value: 0.875, timestamp: time + 2000, step: 20 },
  ]);
  expect(bodies('runs/update').map(({ run_id: id, status }) => [id, status])).toEqual([
    ['id-tuned', 'FINISHED'],
    ['id-other', 'KILLED'],
  ]);
});

it('goes on in an experiment that is there, and sends what is open at the end', async () => {
  experiments.push('sst2-1');
  const tracker = mlflow(address);
  for (const event of EVENTS.slice(0, 2)) await tracker.take(event);
  expect(received.some(({ path }) => path === 'runs/log-batch')).toBe(false);
  await tracker.close();
  expect(received.map(({ path }) => path)).toEqual(['experiments/get-by-name', 'runs/create', 'runs/log-batch']);
});

it('says what a server refuses, and that none answers', async () => {
  const forbidden = { ...EVENTS[0], step: 'forbidden' };
  await expect(mlflow(address).take(forbidden)).rejects.toMatchObject({
    code: 'TRACKING_FAILED',
    message: 'POST /api/2.0/mlflow/runs/create was answered by 403 not you',
  });
  await expect(mlflow('http://127.0.0.1:9').take(EVENTS[0])).rejects.toMatchObject({
    code: 'TRACKING_FAILED',
    message: expect.stringContaining('does not answer'),
  });
});
