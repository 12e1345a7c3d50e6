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

/** Seconds that a training lasts, about: long enough to be in the middle of. */
const LENGTH = 6;

/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;
/** @type {Record<string, object>} */
let steps;
/** Digest of the weights when nothing happens. @type {string} */
let undisturbed;

before(async () => {
  system = await startSystem();
  await writeSst2(join(system.folder, 'SST-2'));
  const trial = await system.run({ vocabulary, sst2, pretrained: pretrained(20) });
  const { seconds } = /** @type {{ seconds: number }} */ (stepOf(trial, 'pretrained').summary);
  steps = { vocabulary, sst2, pretrained: pretrained(Math.ceil((20 / seconds) * LENGTH)) };
  undisturbed = await weights(await system.run(steps));
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
  const run = await system.submit({ pipeline: { name: 'again', steps }, fresh: true });
  const events = system.events(run);
  const { artifact } = stepOf(await system.status(run), 'pretrained');
  await until('a checkpoint', async () => (await readdir(join(system.home, 'work', artifact))).length > 0);
  assert.equal(stepOf(await system.status(run), 'pretrained').status, 'running');
  return { run, events, artifact };
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
