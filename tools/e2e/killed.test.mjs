import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { pretrained, sst2, vocabulary } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem, stepOf } from './system/system.mjs';
import { until } from './system/until.mjs';

/** Seconds that the NATS server is away. */
const OUTAGE = Number(process.env.TLC_E2E_OUTAGE ?? 5);

/** Seconds that the training takes at least: long enough to be in the middle of. */
const LENGTH = 4;

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** @type {Record<string, object>} */
let steps;
/** Digest of the weights when nothing happens. @type {string} */
let undisturbed;

before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
  for (
    let updates = 100, seconds = 0;
    seconds < LENGTH;
    updates = Math.ceil(updates * Math.max(1.5, LENGTH / seconds))
  ) {
    steps = { vocabulary, sst2, pretrained: pretrained(updates) };
    const state = await system.run(steps);
    undisturbed = await weights(state);
    ({ seconds } = /** @type {{ seconds: number }} */ (stepOf(state, 'pretrained').summary));
  }
});
after(() => system.close());

/** @param {import('#contracts').RunState} state */
async function weights(state) {
  assert.equal(state.status, 'completed', JSON.stringify(state));
  const { files } = await system.store.manifest(stepOf(state, 'pretrained').artifact);
  return files['model.safetensors'].sha256;
}

/** Computes it all again, up to where the training has written a checkpoint. */
async function inTheMiddle() {
  for (let attempt = 1; attempt <= 5; attempt += 1) {
    const run = await system.submit({ pipeline: { name: 'again', steps }, fresh: true });
    const events = system.events(run);
    const { artifact } = stepOf(await system.status(run), 'pretrained');
    await until('a checkpoint or the end', async () => {
      if (events.some(({ type, step }) => type === 'completed' && step === 'pretrained')) return true;
      return (await readdir(join(system.home, 'work', artifact))).length > 0;
    });
    if (stepOf(await system.status(run), 'pretrained').status === 'running') return { run, events };
    await system.ended(run);
  }
  throw new Error('the training was over five times before it could be disturbed: raise LENGTH');
}

/** @param {readonly import('#contracts').JobEvent[]} events */
const attempts = (events) =>
  events.flatMap((event) => (event.type === 'started' && event.step === 'pretrained' ? [event.attempt] : []));

async function nothingIsLeft() {
  assert.deepEqual(await readdir(join(system.home, 'staging')), []);
  assert.deepEqual(await readdir(join(system.home, 'work')), []);
}

test('a training whose process is killed with SIGKILL goes on, to the same bits', async () => {
  const { run, events } = await inTheMiddle();
  const { worker } = await system.client.request('tlc.v1.services.training.health');
  assert.equal(worker.state, 'busy');
  process.kill(worker.pid, 'SIGKILL');
  assert.equal(await weights(await system.ended(run)), undisturbed);
  assert.deepEqual(attempts(events), [1, 2]);
  await nothingIsLeft();
});

test('a training whose service is killed with SIGKILL goes on with the next one, to the same bits', async () => {
  const { run, events } = await inTheMiddle();
  await system.restartServices();
  assert.equal(await weights(await system.ended(run)), undisturbed);
  assert.deepEqual(attempts(events), [1, 2]);
  await nothingIsLeft();
});

test('a pruning that fine-tunes, its process killed in between, gives the same bits', async () => {
  const config = { sparsity: 0.6, steps: 3, finetune: { stop: { steps: 150 } } };
  const pruned = { do: 'compress', with: 'magnitude-pruning', model: 'tuned', dataset: 'sst2', config };
  const tuned = { do: 'model.finetune', model: 'pretrained', dataset: 'sst2', stop: { steps: 2 } };
  const all = { vocabulary, sst2, pretrained: pretrained(2), tuned, pruned };
  const first = await system.run(all);
  assert.equal(first.status, 'completed', JSON.stringify(first));
  const { artifact } = stepOf(first, 'pruned');
  const before = (await system.store.manifest(artifact)).files['model.safetensors'].sha256;
  await system.store.remove(artifact);

  const run = await system.submit({ pipeline: { name: 'again', steps: all } });
  const events = system.events(run);
  await until('its training', () => events.some(({ type, step }) => type === 'progress' && step === 'pruned'));
  const { worker } = await system.client.request('tlc.v1.services.pruning.health');
  process.kill(worker.pid, 'SIGKILL');
  const state = await system.ended(run);
  assert.equal(state.status, 'completed', JSON.stringify(state));
  const started = events.flatMap((event) => (event.type === 'started' ? [event.attempt] : []));
  assert.deepEqual(started, [1, 2]);
  assert.equal((await system.store.manifest(artifact)).files['model.safetensors'].sha256, before);
  await nothingIsLeft();
});

test('a run completes when the NATS server stops and starts again during a training', async (t) => {
  const { run, events } = await inTheMiddle();
  await system.stopServer();
  t.diagnostic(`the server is away for ${OUTAGE} s`);
  await sleep(OUTAGE * 1000);
  await system.startServer();
  assert.equal(await weights(await system.ended(run)), undisturbed);
  assert.deepEqual(attempts(events), [1]);
  await nothingIsLeft();
});
