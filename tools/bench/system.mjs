/** Benchmarks of the services: requests, the first event of a job, a thousand jobs, a finished pipeline again. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startHost } from './host.mjs';
import { residentMemory, summary } from './measure.mjs';

const { connect } = await import(new URL('../../dist/libs/messaging/src/index.js', import.meta.url).href);

/** All figures of the system, as rows of {name, value, unit, target, ...}. */
export async function benchSystem(progress) {
  const home = await mkdtemp(join(tmpdir(), 'tlc-bench-'));
  const host = await startHost(home);
  const client = await connect(host.url);
  try {
    await untilWarm(client);
    const rows = [];
    progress('requests');
    rows.push(await requests(client));
    progress('first events');
    rows.push(await firstEvents(client, home));
    progress('a finished pipeline again');
    rows.push(await again(client, home));
    progress('a thousand jobs');
    rows.push(...(await thousandJobs(client, home, host.pid)));
    return rows;
  } finally {
    await client.close();
    await host.stop();
    await rm(home, { recursive: true, force: true });
  }
}

const health = (client, service) => client.request(`tlc.v1.services.${service}.health`, {});

async function untilWarm(client) {
  for (const service of ['tokenization', 'training', 'pruning', 'quantization', 'evaluation']) {
    while ((await health(client, service)).worker.state !== 'warm') await sleep(100);
  }
}

async function requests(client) {
  const times = [];
  for (let n = 0; n < 600; n++) {
    const start = performance.now();
    await health(client, 'pipelines');
    if (n >= 100) times.push(performance.now() - start);
  }
  const { median_ms, p95_ms, runs } = summary(times);
  return { name: 'request, reply', value: median_ms, unit: 'ms', target: 5, p95: p95_ms, runs };
}

/** A job of a few milliseconds, different each time: BLEU of a line. */
const smallJob = (file, n) => ({
  operation: 'evaluate.texts',
  inputs: { hypotheses: file, references: [file] },
  seed: n,
});

async function firstEvents(client, home) {
  const file = join(home, 'line.txt');
  await writeFile(file, 'A line of text to be compared with itself .\n');
  const times = [];
  for (let n = 0; n < 30; n++) {
    const start = performance.now();
    const { run } = await client.publishJob('evaluation', smallJob(file, n));
    for await (const event of client.events(run)) {
      if (event.type === 'started') times.push(performance.now() - start);
      if (event.type === 'completed') break;
      if (event.type === 'failed') throw new Error(event.error.message);
    }
  }
  const { median_ms, p95_ms, runs } = summary(times.slice(5));
  return { name: 'job to first event, warm worker', value: median_ms, unit: 'ms', target: 150, p95: p95_ms, runs };
}

async function thousandJobs(client, home, pid) {
  const file = join(home, 'line.txt');
  const before = residentMemory(pid);
  const done = [];
  const start = performance.now();
  const listening = new AbortController();
  const all = new Promise((resolve, reject) => {
    void client.eachEvent(
      'bench',
      (event) => {
        if (event.type === 'failed') reject(new Error(event.error.message));
        if (event.type === 'completed' && event.run.startsWith('bench-')) done.push(performance.now() - start);
        if (done.length === 1000) resolve();
      },
      listening.signal,
    );
  });
  for (let n = 0; n < 1000; n++) {
    await client.publishJob('evaluation', { ...smallJob(file, 1000 + n), run: `bench-${n}`, step: 'score' });
  }
  await all;
  listening.abort();
  const cost = (from, to) => (done[to] - done[from]) / (to - from);
  return [
    { name: '1,000 jobs, each', value: round(done[999] / 1000), unit: 'ms', done: done.length },
    {
      name: '1,000 jobs, cost of the last 250 to the first 250',
      value: round(cost(749, 999) / cost(0, 250)),
      unit: 'x',
      target: 1.5,
    },
    { name: '1,000 jobs, growth of memory', value: residentMemory(pid) - before, unit: 'MB', target: 100 },
  ];
}

async function again(client, home) {
  const file = join(home, 'line.txt');
  const steps = Object.fromEntries(
    Array.from({ length: 10 }, (_, n) => [
      `score-${n}`,
      { do: 'evaluate.texts', hypotheses: file, references: [file], max_order: 1 + (n % 9), lowercase: n === 9 },
    ]),
  );
  const times = [];
  for (let n = 0; n < 12; n++) {
    const start = performance.now();
    const { run } = await client.request('tlc.v1.pipelines.submit', { pipeline: { name: 'again', steps } });
    while ((await client.request('tlc.v1.pipelines.status', { run })).status === 'running') await sleep(5);
    times.push(performance.now() - start);
  }
  const { median_ms, p95_ms, runs } = summary(times.slice(2));
  return {
    name: 'a finished pipeline again, by message',
    value: median_ms,
    unit: 'ms',
    target: 1000,
    p95: p95_ms,
    runs,
  };
}

const round = (value) => Math.round(1000 * value) / 1000;
