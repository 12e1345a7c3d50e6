import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { recipeId } from '#artifacts';
import { accessOf, connect, startServer } from '#messaging';
import { openStore } from '#runtime';
import { writeSst2 } from './system/sst2.mjs';
import { small } from './system/steps.mjs';
import { until } from './system/until.mjs';

/** @import { PrivateServer } from '#messaging' */

const root = new URL('../../', import.meta.url);

/** Home folders of the machines, each with the services that run there. */
const MACHINES = {
  planning: ['pipelines'],
  training: ['tokenization', 'training'],
  testing: ['pruning', 'evaluation'],
};

/** @type {string} */
let folder;
/** @type {PrivateServer} */
let server;
/** @type {import('node:child_process').ChildProcess[]} */
const running = [];

/**
 * @param {string} program
 * @param {string} home
 * @param {string[]} parameters
 */
function start(program, home, ...parameters) {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL(`dist/apps/${program}/src/main.js`, root)), ...parameters],
    {
      cwd: folder,
      env: {
        ...process.env,
        TLC_NATS_URL: server.url,
        TLC_ARTIFACTS: 'nats',
        TLC_HOME: join(folder, home),
        TLC_INPUT_ROOTS: folder,
        TLC_LOG_LEVEL: 'warn',
        NO_COLOR: '1',
      },
    },
  );
  running.push(child);
  return child;
}

/**
 * What `tlc` prints, at a machine of its own.
 *
 * @param {string[]} parameters
 */
async function tlc(...parameters) {
  const child = start('cli', 'desk', ...parameters);
  const [out, err] = [child.stdout, child.stderr].map((stream) => {
    const text = { all: '' };
    stream?.on('data', (data) => (text.all += data));
    return text;
  });
  const [code] = await once(child, 'close');
  assert.equal(code, 0, `${out.all}${err.all}`);
  return out.all;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tlc-apart-'));
  await writeSst2(join(folder, 'SST-2'));
  server = await startServer({ store: join(folder, 'nats') });
});
after(async () => {
  for (const child of running) {
    if (child.exitCode !== null || child.signalCode !== null) continue;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await server.stop();
  await rm(folder, { recursive: true, maxRetries: 20 });
});

test('services on machines without a shared disk do a pipeline, and a fourth machine gets its model', async () => {
  for (const [home, services] of Object.entries(MACHINES)) for (const name of services) start(name, home);
  await until('the pipelines service', async () => {
    const status = start('cli', 'desk', 'status');
    return (await once(status, 'exit'))[0] === 0;
  });
  const steps = {
    ...small,
    tuned: { do: 'model.finetune', model: 'pretrained', dataset: 'sst2', stop: { steps: 2 } },
    pruned: { do: 'compress', with: 'magnitude-pruning', model: 'tuned', config: { sparsity: 0.5 } },
    score: { do: 'evaluate', model: 'pruned', dataset: 'sst2', measure: ['accuracy', 'bytes'] },
  };
  await writeFile(
    join(folder, 'apart.json'),
    JSON.stringify({ name: 'apart', steps, report: { compare: ['pruned'] } }),
  );
  const run = JSON.parse(await tlc('run', '--json', 'apart.json'));
  assert.equal(run.status, 'completed');
  assert.equal(run.rows.length, 1);
  const idOf = (/** @type {string} */ name) =>
    run.steps.find((/** @type {{ name: string }} */ step) => step.name === name).artifact;

  const list = JSON.parse(await tlc('artifacts', 'list', '--json'));
  assert.deepEqual(
    list.map((/** @type {{ id: string }} */ each) => each.id).sort(),
    Object.keys(steps).map(idOf).sort(),
  );
  await tlc('models', 'tag', idOf('pruned'), 'sentiment:1.0');
  assert.match(await tlc('models', 'list'), /sentiment:1\.0 +[0-9a-f]{12}\s*$/m);
  await tlc('artifacts', 'export', idOf('pruned'), 'model');
  assert.ok((await readdir(join(folder, 'model'))).includes('model.safetensors'));
  await writeFile(join(folder, 'texts.txt'), 'a fine film\ndull\n');
  assert.equal((await tlc('predict', 'sentiment:1.0', 'texts.txt')).trim().split('\n').length, 2);

  // Each machine has copies of what it made or used, and no others
  const copies = async (/** @type {string} */ home) => (await readdir(join(folder, home, 'copies'))).sort();
  const ids = (/** @type {string[]} */ ...names) => names.map(idOf).sort();
  assert.deepEqual(await copies('training'), ids('vocabulary', 'sst2', 'pretrained', 'tuned'));
  assert.deepEqual(await copies('testing'), ids('sst2', 'tuned', 'pruned', 'score'));
  assert.deepEqual(await copies('planning'), []);
  assert.deepEqual(await copies('desk'), ids('pruned'));
  const weights = (/** @type {string} */ home) =>
    readFile(join(folder, home, 'copies', idOf('tuned'), 'model.safetensors'));
  assert.deepEqual(await weights('testing'), await weights('training'));

  const cleaned = JSON.parse(await tlc('clean', '--json', '--dry-run', '--max-size', '0'));
  // The model with a name stays, with what it was made from
  assert.deepEqual(
    cleaned.items.map((/** @type {{ what: string }} */ { what }) => what.split(' ')[0]),
    [idOf('score').slice(0, 12)],
  );

  const again = JSON.parse(await tlc('run', '--json', 'apart.json'));
  assert.ok(again.steps.every((/** @type {{ cached: boolean }} */ step) => step.cached));
});

test('a machine that is killed while it hands an artifact over leaves no half of it, and the next one there hands it over', async () => {
  const access = accessOf({ TLC_NATS_URL: server.url, TLC_ARTIFACTS: 'nats' });
  const client = await connect(access);
  const other = await openStore('nats', client, join(folder, 'other'));
  const recipe = { operation: 'x', version: 1, config: {}, inputs: {}, seed: 1 };
  const id = recipeId(recipe);
  const home = join(folder, 'killed');
  const env = { ...process.env, TLC_NATS_URL: server.url, TLC_ARTIFACTS: 'nats' };
  for (const wait of [20, 100, 300]) {
    const script = fileURLToPath(new URL('system/commit-artifact.mjs', import.meta.url));
    const child = spawn(process.execPath, [script, home, '1', '24'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    running.push(child);
    await once(/** @type {import('node:stream').Readable} */ (child.stdout), 'data');
    await sleep(wait);
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
    if (await other.has(id)) await other.open(id);
    else await assert.rejects(other.open(id), { code: 'ARTIFACT_UNKNOWN' });
  }
  // What lies there whole is handed over as it is; of what does not, nothing is left
  const next = await openStore('nats', client, home);
  const lies = (await readdir(join(home, 'copies'))).includes(id);
  const manifest = await next.standing(id);
  assert.equal(manifest?.id, lies ? id : undefined);
  if (manifest) assert.deepEqual((await other.open(id)).manifest, manifest);
  assert.deepEqual(await readdir(join(home, 'staging')), []);
  await client.close();
});
