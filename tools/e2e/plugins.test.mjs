import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { writePlugins } from './system/plugins.mjs';
import { small } from './system/steps.mjs';
import { writeSst2 } from './system/sst2.mjs';
import { startSystem, stepOf } from './system/system.mjs';
import { until } from './system/until.mjs';

/** @type {string} */
let packages;
/** @type {Awaited<ReturnType<typeof startSystem>>} */
let system;

before(async () => {
  packages = await mkdtemp(join(tmpdir(), 'tlc-plugins-'));
  system = await startSystem({ env: { TLC_PLUGINS: await writePlugins(packages) } });
  await writeSst2(join(system.folder, 'SST-2'));
});
after(async () => {
  await system.close();
  await rm(packages, { recursive: true });
});

/** @param {string} id */
const compressed = (id) => ({ ...small, compressed: { do: 'compress', with: id, model: 'pretrained' } });

async function nothingIsLeft() {
  assert.deepEqual(await readdir(join(system.home, 'staging')), []);
  assert.deepEqual(
    (await readdir(join(system.home, 'work'))).filter((name) => name.endsWith('.claim')),
    [],
  );
}

async function nextJobWorks() {
  const pruned = { do: 'compress', with: 'magnitude-pruning', model: 'pretrained', config: { sparsity: 0.5 } };
  const state = await system.run({ ...small, pruned }, { fresh: true });
  assert.equal(state.status, 'completed', JSON.stringify(state));
}

for (const id of ['never-ends', 'never-answers']) {
  test(`cancelling works on the plugin that ${id.replace('-', ' ')}, and leaves nothing`, async (t) => {
    const run = await system.submit({ pipeline: { name: id, steps: compressed(id) } });
    const events = system.events(run);
    await until('its start', () => events.some(({ type, step }) => type === 'progress' && step === 'compressed'));
    await sleep(200);
    const begin = performance.now();
    await system.client.request('tlc.v1.pipelines.cancel', { run });
    await until('its end', () => events.some(({ type, step }) => type === 'cancelled' && step === 'compressed'));
    t.diagnostic(`cancelled in ${((performance.now() - begin) / 1000).toFixed(1)} s`);
    const state = await system.ended(run);
    assert.equal(state.status, 'cancelled');
    assert.equal(stepOf(state, 'compressed').status, 'cancelled');
    await nothingIsLeft();
    await nextJobWorks();
  });
}

for (const [id, code, says] of /** @type {const} */ ([
  ['throws', 'PLUGIN_FAILED', /throws.*this plugin is broken/],
  ['not-a-number', 'MODEL_NOT_FINITE', /not-a-number made NaN of a weight in /],
])) {
  test(`a plugin: ${id}: fails its step with ${code}`, async () => {
    const state = await system.run(compressed(id));
    const { status, error } = stepOf(state, 'compressed');
    assert.equal(state.status, 'failed');
    assert.equal(status, 'failed');
    assert.equal(error?.code, code);
    assert.match(error?.message ?? '', says);
    assert.equal(stepOf(state, 'pretrained').status, 'completed');
    await nothingIsLeft();
    await nextJobWorks();
  });
}
